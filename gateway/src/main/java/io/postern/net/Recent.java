package io.postern.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A table with a bound: the entry that was longest not asked for goes first. Its owner locks it.
 */
final class Recent<K, V> {
  private final int max;
  private final Map<K, V> entries;

  /**
   * @param max entries at once
   */
  Recent(int max) {
    this.max = max;
    this.entries = new LinkedHashMap<>(16, 0.75f, true);
  }

  Optional<V> find(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  V findOrMake(K key, Supplier<V> made) {
    V value = entries.computeIfAbsent(key, _ -> made.get());
    if (entries.size() > max) {
      entries.remove(entries.keySet().iterator().next());
    }
    return value;
  }

  void remove(K key) {
    entries.remove(key);
  }

  int size() {
    return entries.size();
  }
}
