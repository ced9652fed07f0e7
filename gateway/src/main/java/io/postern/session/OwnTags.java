package io.postern.session;

import io.postern.imap.Octets;

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

  private final String prefix;
  private final Octets prefixOctets;
  private long last;

  OwnTags(String prefix) {
    this.prefix = prefix;
    this.prefixOctets = Octets.ascii(prefix);
  }

  long next() {
    return ++last;
  }

  String prefix() {
    return prefix;
  }

  String text(long number) {
    return prefix + number;
  }

  /** The number of the tag {@code octets[start, end)}, octet for octet as we write it, or NONE. */
  long number(byte[] octets, int start, int end) {
    int digits = start + prefixOctets.length();
    if (end <= digits || end - digits > DIGITS_MAX || octets[digits] == '0') {
      return NONE;
    }
    for (int i = start; i < digits; i++) {
      if ((octets[i] & 0xFF) != prefixOctets.at(i - start)) {
        return NONE;
      }
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
