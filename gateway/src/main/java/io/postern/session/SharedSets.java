package io.postern.session;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Equal sets of names that many sessions keep are one. What is kept for ever comes from servers, so
 * it has its bounds (threats T28); beyond them a set is its session's own, and nothing else
 * differs. Any thread.
 */
final class SharedSets {
  /** More kinds of servers than that have sets of their own. */
  static final int SETS_MAX = 64;

  /** Longer lists than servers have aren't shared. */
  static final int NAMES_MAX = 100;

  static final int CHARS_MAX = 4096;

  private final Map<Set<String>, Set<String>> sets = new ConcurrentHashMap<>();

  /** An equal set, which nobody may change from now on. */
  Set<String> of(Set<String> names) {
    if (names.size() > NAMES_MAX || names.stream().mapToInt(String::length).sum() > CHARS_MAX) {
      return names;
    }
    Set<String> known = sets.get(names);
    if (known != null) {
      return known;
    }
    if (sets.size() < SETS_MAX) {
      sets.put(names, names);
    }
    return names;
  }
}
