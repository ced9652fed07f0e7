package io.postern.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** How many columns the screen has; Java doesn't tell. */
final class ScreenWidth {
  /** Where there is no screen: a log, a file. */
  private static final int DEFAULT = 120;

  private static final int MAX = 200;

  private ScreenWidth() {}

  static int of(Console console) {
    Optional<Integer> asked = number(System.getenv().getOrDefault("COLUMNS", ""));
    Optional<Integer> width = asked.isPresent() || !console.colourOut() ? asked : ofTerminal();
    return Math.clamp(width.orElse(DEFAULT), TestText.WIDTH_MIN, MAX);
  }

  /** {@code stty} tells rows and columns of its standard input. */
  private static Optional<Integer> ofTerminal() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return number(size.strip().replaceFirst("^\\d+ ", ""));
    } catch (IOException | UncheckedIOException noTerminal) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[1-9]\\d{0,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
