package io.postern.session;

import io.postern.imap.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The gateway's own tags toward the server: letters that nobody can guess, and a number that rises
 * from 1. Between the two directions a command is known by its number alone: answers come by the
 * thousand, and a text for each would be most of what they cost.
 */
final class OwnTags {
  /** What is no number of an own tag. */
  static final long NONE = 0;

  /** So many digits always fit into 63 bits. */
  private static final int DIGITS_MAX = 18;

  private final byte[] prefix;
  private long last;

  /** The tag of {@link #last}: counting in its digits is cheaper than making them. */
  private byte[] lastOctets;

  OwnTags(String prefix) {
    this.prefix = Octets.ascii(prefix).toByteArray();
    this.lastOctets = octetsOf(0);
  }

  long next() {
    int i = lastOctets.length - 1;
    while (i >= prefix.length && lastOctets[i] == '9') {
      lastOctets[i] = '0';
      i--;
    }
    if (i >= prefix.length) {
      lastOctets[i]++;
      return ++last;
    }
    // One digit more.
    lastOctets = octetsOf(++last);
    return last;
  }

  String text(long number) {
    return new String(octets(number), StandardCharsets.US_ASCII);
  }

  /** The tag of that number, as it is until the {@link #next} one. */
  byte[] octets(long number) {
    return number == last ? lastOctets : octetsOf(number);
  }

  private byte[] octetsOf(long number) {
    byte[] digits = Octets.ascii(Long.toString(number)).toByteArray();
    byte[] made = Arrays.copyOf(prefix, prefix.length + digits.length);
    System.arraycopy(digits, 0, made, prefix.length, digits.length);
    return made;
  }

  /** The number of the tag {@code octets[start, end)}, octet for octet as we write it, or NONE. */
  long number(byte[] octets, int start, int end) {
    int digits = start + prefix.length;
    if (end <= digits
        || end - digits > DIGITS_MAX
        || octets[digits] == '0'
        || !Arrays.equals(octets, start, digits, prefix, 0, prefix.length)) {
      return NONE;
    }
    long number = 0;
    for (int i = digits; i < end; i++) {
      int digit = octets[i] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  long number(String text) {
    byte[] octets = Octets.utf8(text).toByteArray();
    return number(octets, 0, octets.length);
  }
}
