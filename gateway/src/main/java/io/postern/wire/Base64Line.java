package io.postern.wire;

/**
 * Canonical base64, RFC 4648 section 4, as SASL lines need it: no line breaks, right padding, no
 * stray bits.
 */
public final class Base64Line {
  private Base64Line() {}

  /** Whether {@code octets[start, end)} is canonical base64; empty is. */
  public static boolean isCanonical(byte[] octets, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return true;
    }
    if (length % 4 != 0) {
      return false;
    }
    int padding = octets[end - 1] != '=' ? 0 : octets[end - 2] != '=' ? 1 : 2;
    int last = 0;
    for (int i = start; i < end - padding; i++) {
      last = value(octets[i]);
      if (last < 0) {
        return false;
      }
    }
    // The bits that the padding leaves over must be zero, else two texts would mean the same
    // octets.
    return switch (padding) {
      case 1 -> (last & 0x3) == 0;
      case 2 -> (last & 0xF) == 0;
      default -> true;
    };
  }

  private static int value(int octet) {
    if (octet >= 'A' && octet <= 'Z') {
      return octet - 'A';
    }
    if (octet >= 'a' && octet <= 'z') {
      return octet - 'a' + 26;
    }
    if (octet >= '0' && octet <= '9') {
      return octet - '0' + 52;
    }
    return octet == '+' ? 62 : octet == '/' ? 63 : -1;
  }
}
