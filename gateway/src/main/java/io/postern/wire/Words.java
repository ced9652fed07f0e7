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
          int length = word.length();
          int slot = slot(length, word.charAt(0), word.charAt(length / 2), word.charAt(length - 1));
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
    if (start == end) {
      return null;
    }
    int slot = slot(end - start, octets[start], octets[start + (end - start) / 2], octets[end - 1]);
    while (words[slot] != null) {
      if (Ascii.matches(octets, start, end, words[slot])) {
        return (V) values[slot];
      }
      slot = (slot + 1) & mask;
    }
    return null;
  }

  /** Length and three octets tell these words well enough apart; what shares a slot is compared. */
  private int slot(int length, int first, int middle, int last) {
    int hash = length + 7 * Ascii.upper(first) + 31 * Ascii.upper(middle) + 131 * Ascii.upper(last);
    return (hash ^ (hash >>> 5)) & mask;
  }
}
