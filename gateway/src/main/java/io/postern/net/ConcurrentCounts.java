package io.postern.net;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many somebody has of something. An entry vanishes with its last one, so that the table is
 * never larger than what is counted. Any thread.
 */
final class ConcurrentCounts<K> {
  private final Map<K, Integer> counts = new ConcurrentHashMap<>();

  /** Takes one more, unless there are so many already. */
  boolean take(K key, long max) {
    boolean[] taken = new boolean[1];
    counts.compute(
        key,
        (_, before) -> {
          int had = before == null ? 0 : before;
          taken[0] = had < max;
          return taken[0] ? Integer.valueOf(had + 1) : before;
        });
    return taken[0];
  }

  /** Gives one back that was taken. */
  void giveBack(K key) {
    counts.computeIfPresent(key, (_, had) -> had == 1 ? null : had - 1);
  }

  int count(K key) {
    return counts.getOrDefault(key, 0);
  }

  /** How many have any. */
  int keys() {
    return counts.size();
  }
}
