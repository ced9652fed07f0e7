package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.SequenceSet;

/** Numbers and sequence sets in octets, RFC 9051 section 9; nothing is allocated. */
final class Numerals {
  /** number and nz-number: 32 bits. */
  static final long NUMBER_MAX = SequenceSet.NUMBER_MAX;

  /** number64: 63 bits. */
  static final long NUMBER64_MAX = Long.MAX_VALUE;

  /** Not a number. */
  static final long NONE = -1;

  /** Digits, but more than 63 bits hold. */
  static final long TOO_LARGE = -2;

  /** So many always fit into 63 bits. */
  private static final int DIGITS_SAFE = 18;

  private Numerals() {}

  /** The value of {@code octets[start, end)}, {@link #NONE} or {@link #TOO_LARGE}. */
  static long value(byte[] octets, int start, int end) {
    if (start == end) {
      return NONE;
    }
    if (end - start <= DIGITS_SAFE) {
      return small(octets, start, end);
    }
    long value = 0;
    boolean tooLarge = false;
    for (int i = start; i < end; i++) {
      int digit = octets[i] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      tooLarge |= value > (NUMBER64_MAX - digit) / 10;
      value = value * 10 + digit;
    }
    return tooLarge ? TOO_LARGE : value;
  }

  /** So few digits that nothing can overflow: no division for each. */
  private static long small(byte[] octets, int start, int end) {
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = octets[i] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** Whether {@code octets[start, end)} is a sequence-set of numbers, without {@code $}. */
  static boolean isSet(byte[] octets, int start, int end, boolean star) {
    int i = start;
    while (true) {
      i = behindElement(octets, i, end, star);
      if (i < end && i > 0 && octets[i] == ':') {
        i = behindElement(octets, i + 1, end, star);
      }
      if (i < 0) {
        return false;
      }
      if (i == end) {
        return true;
      }
      if (octets[i] != ',') {
        return false;
      }
      i++;
    }
  }

  /** The offset behind a seq-number at {@code start}, or -1. */
  private static int behindElement(byte[] octets, int start, int end, boolean star) {
    if (start < end && octets[start] == '*') {
      return star ? start + 1 : -1;
    }
    int i = start;
    while (i < end && Ascii.isDigit(octets[i])) {
      i++;
    }
    return isNzNumber(octets, start, i, NUMBER_MAX) ? i : -1;
  }

  /** {@code nz-number = digit-nz *DIGIT}: no leading zero. */
  static boolean isNzNumber(byte[] octets, int start, int end, long max) {
    long value = value(octets, start, end);
    return value > 0 && value <= max && octets[start] != '0';
  }
}
