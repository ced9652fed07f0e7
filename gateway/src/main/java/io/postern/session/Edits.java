package io.postern.session;

import io.postern.imap.Octets;
import java.io.ByteArrayOutputStream;

/**
 * Replacements in a line that was validated, noted from left to right; without any the line leaves
 * as it came.
 */
final class Edits {
  private int count;
  private int[] starts = new int[4];
  private int[] ends = new int[4];
  private Octets[] replacements = new Octets[4];

  void clear() {
    count = 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * {@code [start, end)} becomes {@code replacement}; spans are given in rising order and don't
   * overlap.
   */
  void replace(int start, int end, Octets replacement) {
    if (count > 0 && start < ends[count - 1]) {
      throw new IllegalArgumentException("edits out of order");
    }
    if (count == starts.length) {
      starts = java.util.Arrays.copyOf(starts, count * 2);
      ends = java.util.Arrays.copyOf(ends, count * 2);
      replacements = java.util.Arrays.copyOf(replacements, count * 2);
    }
    starts[count] = start;
    ends[count] = end;
    replacements[count++] = replacement;
  }

  /** The line with its replacements. */
  Octets apply(byte[] line, int length) {
    ByteArrayOutputStream made = new ByteArrayOutputStream(length + 64);
    int from = 0;
    for (int i = 0; i < count; i++) {
      made.write(line, from, starts[i] - from);
      made.writeBytes(replacements[i].toByteArray());
      from = ends[i];
    }
    made.write(line, from, length - from);
    return Octets.copyOf(made.toByteArray());
  }
}
