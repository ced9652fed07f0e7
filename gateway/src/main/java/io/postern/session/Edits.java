package io.postern.session;

import io.postern.imap.Octets;

/**
 * Replacements in a line that was validated, noted from left to right; without any the line leaves
 * as it came.
 */
final class Edits {
  private static final byte[] NOTHING = new byte[0];

  /** Nearly every answer to a command fits; an idle session keeps no more. */
  private static final int OCTETS_KEPT = 128;

  private int count;
  private int[] starts = new int[4];
  private int[] ends = new int[4];
  private Octets[] replacements = new Octets[4];

  /** Where short lines are put together, one after the other. */
  private byte[] buffer = NOTHING;

  private int appliedLength;

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

  /**
   * The line with its replacements: the first {@link #appliedLength} octets of an array that may be
   * used again for the next.
   */
  byte[] apply(byte[] line, int length) {
    int size = length;
    for (int i = 0; i < count; i++) {
      size += replacements[i].length() - (ends[i] - starts[i]);
    }
    byte[] made = room(size);
    appliedLength = size;
    int from = 0;
    int to = 0;
    for (int i = 0; i < count; i++) {
      int kept = starts[i] - from;
      System.arraycopy(line, from, made, to, kept);
      to = replacements[i].copyTo(made, to + kept);
      from = ends[i];
    }
    System.arraycopy(line, from, made, to, length - from);
    return made;
  }

  int appliedLength() {
    return appliedLength;
  }

  private byte[] room(int size) {
    if (size > OCTETS_KEPT) {
      return new byte[size];
    }
    if (buffer.length == 0) {
      buffer = new byte[OCTETS_KEPT];
    }
    return buffer;
  }
}
