package io.postern.python;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.ConfigError;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Loads policies that tests write. */
final class Loads {
  private static final Policies POLICIES = new Policies(List.of());

  private Loads() {}

  static PolicyLoad load(Path folder, String text) {
    return load(folder, "mine.py", text);
  }

  static PolicyLoad load(Path folder, String name, String text) {
    int hash = name.indexOf('#');
    try {
      Files.writeString(folder.resolve(hash < 0 ? name : name.substring(0, hash)), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return POLICIES.load(name, folder, Place.of("postern.yaml"));
  }

  static Policy sound(Path folder, String text) {
    return switch (load(folder, text)) {
      case PolicyLoad.Loaded loaded -> loaded.policy();
      case PolicyLoad.Failed failed -> throw new AssertionError(failed.errors().toString());
    };
  }

  /** A policy with that body of config(). */
  static Policy config(Path folder, String... lines) {
    return sound(folder, configText(lines));
  }

  static String configText(String... lines) {
    return "class Mine(ImapProxy):\n    def config(self):\n        super().config()\n        "
        + String.join("\n        ", lines)
        + "\n";
  }

  /** The errors, without the folder. */
  static List<String> errors(Path folder, String text) {
    return errors(folder, load(folder, text));
  }

  static List<String> errors(Path folder, PolicyLoad load) {
    return switch (load) {
      case PolicyLoad.Loaded loaded -> throw new AssertionError("it loaded: " + loaded.policy());
      case PolicyLoad.Failed failed ->
          failed.errors().stream()
              .map(ConfigError::toString)
              .map(error -> error.replace(folder + "/", ""))
              .toList();
    };
  }
}
