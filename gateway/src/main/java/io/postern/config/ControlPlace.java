package io.postern.config;

import java.nio.file.Path;

/** Where the control socket of a gateway is. */
public sealed interface ControlPlace {
  /** Nothing is said: in the runtime folder. */
  record ByDefault() implements ControlPlace {}

  /** {@code none}: there is no control socket. */
  record Nowhere() implements ControlPlace {}

  /** There. */
  record At(Path path) implements ControlPlace {}

  /** The word for {@link Nowhere}; a file of that name is {@code ./none}. */
  String NONE = "none";

  /** What a text means: the word, or a path relative to that folder. */
  static ControlPlace of(String text, Path folder) {
    return text.equals(NONE) ? new Nowhere() : new At(folder.resolve(text));
  }
}
