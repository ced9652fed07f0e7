package io.postern.wire;

import io.postern.imap.Ascii;
import java.util.Map;

/**
 * A closed set of words of the grammar, found without regard to ASCII case and without making a
 * string.
 */
final class Words<V> {
  private final String[] words;
  private final Object[] values;
  private final int mask;

  /** {@code entries}: by words in upper case. */
  Words(Map<String, ? extends V> entries) {
    int size = Integer.highestOneBit(Math.max(2, entries.size())) * 4;
    words = new String[size];
    values = new Object[size];
    mask = size - 1;
    entries.forEach(
        (word, value) -> {
          int slot = hash(word);
          while (words[slot] != null) {
            slot = (slot + 1) & mask;
          }
          words[slot] = word;
          values[slot] = value;
        });
  }

  /**
   * The value of the word {@code octets[start, end)}, or null: this class stays within the package.
   */
  @SuppressWarnings("unchecked")
  V find(byte[] octets, int start, int end) {
    int hash = end - start;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + Ascii.upper(octets[i]);
    }
    int slot = spread(hash);
    while (words[slot] != null) {
      if (Ascii.matches(octets, start, end, words[slot])) {
        return (V) values[slot];
      }
      slot = (slot + 1) & mask;
    }
    return null;
  }

  private int hash(String word) {
    int hash = word.length();
    for (int i = 0; i < word.length(); i++) {
      hash = hash * 31 + word.charAt(i);
    }
    return spread(hash);
  }

  private int spread(int hash) {
    return (hash ^ (hash >>> 15)) & mask;
  }
}
