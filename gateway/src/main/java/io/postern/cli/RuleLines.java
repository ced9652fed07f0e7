package io.postern.cli;

import io.postern.policy.Entry;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what stands where a rule is written. Logs name a rule by its file's own name and line;
 * which file that is, the policies know.
 */
final class RuleLines {
  /** A policy's line is far shorter. */
  private static final int SHOWN_MAX = 200;

  /** A file beyond it isn't a policy that somebody wrote. */
  private static final long FILE_MAX = 16 << 20;

  private final Map<String, Place> places = new HashMap<>();

  RuleLines(Collection<Policy> policies) {
    for (Policy policy : policies) {
      policy.requests().values().forEach(this::note);
      policy.responses().values().forEach(this::note);
      policy.capabilities().values().forEach(this::note);
    }
  }

  private void note(Entry<?> entry) {
    if (entry.place().line() > 0) {
      places.putIfAbsent(entry.place().rule().place(), entry.place());
    }
  }

  /** The file with its folder, as far as it is known. */
  String whole(String rule) {
    Place place = places.get(rule);
    return place == null ? rule : place.file() + ":" + place.line();
  }

  /** The line's text as the file has it now; nothing if that can't be read. */
  Optional<String> text(String rule) {
    Place place = places.get(rule);
    if (place == null) {
      return Optional.empty();
    }
    Path file = Path.of(place.file());
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > FILE_MAX) {
        return Optional.empty();
      }
      try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
        return lines
            .skip(place.line() - 1L)
            .findFirst()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(line -> line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "...");
      }
    } catch (IOException | UncheckedIOException unreadable) {
      // The explanation is as good without it.
      return Optional.empty();
    }
  }
}
