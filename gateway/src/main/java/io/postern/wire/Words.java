package io.postern.wire;

import io.postern.imap.Ascii;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A closed set of words of the grammar, found without regard to ASCII case and without making a
 * string.
 *
 * <p>A word is looked at as two numbers, its first and its last eight octets in upper case: no loop
 * whose length the processor would have to guess, since every command and every response asks.
 */
final class Words<V> {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;

  private final byte[][] words;
  private final long[] heads;
  private final long[] tails;
  private final Object[] values;
  private final int shift;

  /** {@code entries}: by words in upper case. */
  Words(Map<String, ? extends V> entries) {
    int size = Integer.highestOneBit(Math.max(2, entries.size())) * 4;
    words = new byte[size][];
    heads = new long[size];
    tails = new long[size];
    values = new Object[size];
    shift = 1 + Integer.numberOfLeadingZeros(size) + 32;
    entries.forEach(
        (text, value) -> {
          byte[] word = text.getBytes(StandardCharsets.US_ASCII);
          long head = head(word, 0, word.length);
          long tail = tail(word, 0, word.length, head);
          int slot = slot(word.length, head, tail);
          while (words[slot] != null) {
            slot = (slot + 1) & (size - 1);
          }
          words[slot] = word;
          heads[slot] = head;
          tails[slot] = tail;
          values[slot] = value;
        });
  }

  /**
   * The value of the word {@code octets[start, end)}, or null: this class stays within the package.
   */
  @SuppressWarnings("unchecked")
  V find(byte[] octets, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return null;
    }
    long head = head(octets, start, length);
    long tail = tail(octets, start, length, head);
    int slot = slot(length, head, tail);
    byte[] word;
    while ((word = words[slot]) != null) {
      if (word.length == length
          && heads[slot] == head
          && tails[slot] == tail
          && (length <= 16 || sameMiddle(octets, start, word))) {
        return (V) values[slot];
      }
      slot = (slot + 1) & (words.length - 1);
    }
    return null;
  }

  /** The first eight octets; zeros behind the end of a shorter word. */
  private static long head(byte[] octets, int start, int length) {
    if (length >= 8) {
      return upper((long) LONG.get(octets, start));
    }
    if (octets.length - start >= 8) {
      // What stands behind the word is shifted out.
      int behind = 64 - 8 * length;
      return upper((long) LONG.get(octets, start) << behind >>> behind);
    }
    long head = 0;
    for (int i = 0; i < length; i++) {
      head |= (octets[start + i] & 0xFFL) << (8 * i);
    }
    return upper(head);
  }

  /** The last eight octets, some of which may be among the first. */
  private static long tail(byte[] octets, int start, int length, long head) {
    return length <= 8 ? head : upper((long) LONG.get(octets, start + length - 8));
  }

  /** All eight octets in ASCII upper case, as {@link Ascii#upper(int)} does it with one. */
  private static long upper(long octets) {
    long low = octets & ~HIGH_BITS;
    long fromA = low + (0x80 - 'a') * ONES;
    long behindZ = low + (0x7F - 'z') * ONES;
    long letters = (fromA ^ behindZ) & HIGH_BITS & ~octets;
    return octets - (letters >>> 2);
  }

  private static boolean sameMiddle(byte[] octets, int start, byte[] word) {
    for (int i = 8; i < word.length - 8; i++) {
      if (Ascii.upper(octets[start + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }

  private int slot(int length, long head, long tail) {
    return (int) (((head + 31 * tail + length) * 0x9E37_79B9_7F4A_7C15L) >>> shift);
  }
}
