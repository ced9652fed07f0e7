package io.postern.transcript;

import io.postern.policy.Entry;
import io.postern.policy.Lookup;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.ResponseKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which rules of policy files decided at least once. Rules of base classes aren't the
 * administrator's, and tables in a transcript are that transcript's own: neither count. A rule that
 * several policies inherit is one.
 */
public final class Coverage {
  /**
   * A rule.
   *
   * @param file as it was named, relative to the current folder if it is below it
   * @param line from 1
   * @param table request, response or capability
   * @param key as YAML writes it
   */
  public record RuleKey(String file, int line, String table, String key)
      implements Comparable<RuleKey> {
    @Override
    public int compareTo(RuleKey other) {
      return Comparator.comparing(RuleKey::file)
          .thenComparingInt(RuleKey::line)
          .thenComparing(RuleKey::table)
          .thenComparing(RuleKey::key)
          .compare(this, other);
    }
  }

  /** The rules of one file: how many there are, and which of them never decided. */
  public record OfFile(String file, int rules, List<RuleKey> uncovered) {
    public OfFile {
      uncovered = List.copyOf(uncovered);
    }
  }

  private final Set<RuleKey> rules = new TreeSet<>();
  private final Set<RuleKey> exercised = new HashSet<>();

  /** Notes a policy's rules; what decides in the policy that is returned is noted too. */
  public Policy watch(Policy policy) {
    Map<String, RuleKey> keys = new HashMap<>();
    policy.requests().forEach((key, entry) -> note(keys, "request", key, entry));
    policy
        .responses()
        .forEach(
            (ResponseKey key, Entry<?> entry) -> note(keys, "response", key.toString(), entry));
    policy.capabilities().forEach((key, entry) -> note(keys, "capability", key, entry));
    rules.addAll(keys.values());
    return policy.watched(
        (Lookup step) -> {
          RuleKey rule = keys.get(step.table() + " " + step.key());
          if (rule != null) {
            exercised.add(rule);
          }
        });
  }

  private static void note(Map<String, RuleKey> keys, String table, String key, Entry<?> entry) {
    Place place = entry.place();
    if (place.line() > 0 && !place.file().endsWith(TranscriptFiles.ENDING)) {
      keys.put(table + " " + key, new RuleKey(shown(place.file()), place.line(), table, key));
    }
  }

  /** The same file has the same name, wherever it was named. */
  private static String shown(String file) {
    Path here = Path.of("").toAbsolutePath();
    Path path = here.resolve(file).normalize();
    return (path.startsWith(here) ? here.relativize(path) : path).toString();
  }

  public int rules() {
    return rules.size();
  }

  public int exercised() {
    return exercised.size();
  }

  /** By the files' names. */
  public List<OfFile> files() {
    Map<String, List<RuleKey>> byFile = new TreeMap<>();
    rules.forEach(rule -> byFile.computeIfAbsent(rule.file(), key -> new ArrayList<>()).add(rule));
    return byFile.entrySet().stream()
        .map(
            each ->
                new OfFile(
                    each.getKey(),
                    each.getValue().size(),
                    each.getValue().stream().filter(rule -> !exercised.contains(rule)).toList()))
        .toList();
  }
}
