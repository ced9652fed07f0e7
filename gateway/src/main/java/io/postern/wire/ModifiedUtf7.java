package io.postern.wire;

import java.util.Optional;

/**
 * Modified UTF-7, RFC 3501 section 5.1.3: mailbox names in ASCII. Only the canonical form counts as
 * valid, so that a name has one spelling: no printable ASCII in BASE64, no superfluous shift, no
 * stray bits, no lone surrogate; and no U+0000.
 */
final class ModifiedUtf7 {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
  private static final byte[] VALUES = new byte[128];

  static {
    java.util.Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private ModifiedUtf7() {}

  /** Whether {@code octets[start, end)} is canonical; allocates nothing. */
  static boolean isCanonical(byte[] octets, int start, int end) {
    return read(octets, start, end, null);
  }

  /** The name that {@code octets[start, end)} spells, if they are canonical. */
  static Optional<String> decode(byte[] octets, int start, int end) {
    StringBuilder made = new StringBuilder(end - start);
    return read(octets, start, end, made) ? Optional.of(made.toString()) : Optional.empty();
  }

  /** The canonical spelling; a lone surrogate or U+0000 is an {@link IllegalArgumentException}. */
  static String encode(String name) {
    StringBuilder made = new StringBuilder(name.length() + 8);
    int i = 0;
    while (i < name.length()) {
      char c = name.charAt(i);
      if (isDirect(c)) {
        made.append(c == '&' ? "&-" : String.valueOf(c));
        i++;
        continue;
      }
      made.append('&');
      int bits = 0;
      int held = 0;
      for (; i < name.length() && !isDirect(name.charAt(i)); i++) {
        bits = (bits << 16 | name.charAt(i)) & 0x3FFFFF;
        held += 16;
        while (held >= 6) {
          held -= 6;
          made.append(ALPHABET.charAt(bits >> held & 0x3F));
        }
      }
      if (held > 0) {
        made.append(ALPHABET.charAt(bits << (6 - held) & 0x3F));
      }
      made.append('-');
    }
    String spelt = made.toString();
    byte[] octets = spelt.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    if (!isCanonical(octets, 0, octets.length)) {
      throw new IllegalArgumentException("no Unicode text without U+0000");
    }
    return spelt;
  }

  private static boolean isDirect(int c) {
    return c >= 0x20 && c <= 0x7E;
  }

  private static boolean read(byte[] octets, int start, int end, StringBuilder into) {
    int i = start;
    while (i < end) {
      int c = octets[i];
      if (!isDirect(c)) {
        return false;
      }
      i++;
      if (c != '&') {
        append(into, c);
        continue;
      }
      if (i < end && octets[i] == '-') {
        append(into, '&');
        i++;
        continue;
      }
      i = readShifted(octets, i, end, into);
      // Behind a shift another one is superfluous; "&-" is the ampersand itself.
      if (i < 0 || (i + 1 < end && octets[i] == '&' && octets[i + 1] != '-')) {
        return false;
      }
    }
    return true;
  }

  /** Reads BASE64 and its closing hyphen; the offset behind it, or -1. */
  private static int readShifted(byte[] octets, int start, int end, StringBuilder into) {
    int bits = 0;
    int held = 0;
    boolean highSurrogate = false;
    int units = 0;
    for (int i = start; i < end; i++) {
      int c = octets[i];
      if (c == '-') {
        boolean whole = units > 0 && held < 6 && (bits & ((1 << held) - 1)) == 0;
        return whole && !highSurrogate ? i + 1 : -1;
      }
      int value = c < 0 ? -1 : VALUES[c];
      if (value < 0) {
        return -1;
      }
      bits = (bits << 6 | value) & 0x3FFFFF;
      held += 6;
      if (held < 16) {
        continue;
      }
      held -= 16;
      char unit = (char) (bits >> held);
      units++;
      if (isDirect(unit) || unit == 0 || highSurrogate != Character.isLowSurrogate(unit)) {
        return -1;
      }
      highSurrogate = Character.isHighSurrogate(unit);
      append(into, unit);
    }
    return -1;
  }

  private static void append(StringBuilder into, int unit) {
    if (into != null) {
      into.append((char) unit);
    }
  }
}
