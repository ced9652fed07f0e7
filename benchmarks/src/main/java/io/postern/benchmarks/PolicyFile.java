package io.postern.benchmarks;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Policies from files, as administrators have them; their notation is the name's ending. */
final class PolicyFile {
  private PolicyFile() {}

  /** Loads a text as a file of that name in a folder of its own, which is gone afterwards. */
  static Policy load(String name, String text) throws IOException {
    Path folder = Files.createTempDirectory("postern-bench");
    Path file = Files.writeString(folder.resolve(name), text);
    try {
      return load(file);
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  static Policy load(Path file) {
    PolicyLoad load =
        new Policies(List.of())
            .load(file.getFileName().toString(), file.getParent(), new Place("bench", 1, 1));
    return switch (load) {
      case PolicyLoad.Loaded loaded -> loaded.policy();
      case PolicyLoad.Failed failed -> throw new AssertionError(failed.errors());
    };
  }
}
