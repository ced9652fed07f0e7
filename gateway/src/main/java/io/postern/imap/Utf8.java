package io.postern.imap;

/**
 * Validity of UTF-8 by RFC 3629, section 4: no overlong forms, no surrogates, nothing above
 * U+10FFFF.
 */
public final class Utf8 {
  private Utf8() {}

  public static boolean isValid(byte[] octets, int offset, int end) {
    int i = offset;
    while (i < end) {
      int lead = octets[i++] & 0xFF;
      if (lead < 0x80) {
        continue;
      }
      int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
      if (lead < 0xC2 || lead > 0xF4 || end - i < more) {
        return false;
      }
      int second = octets[i] & 0xFF;
      int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (second < low || second > high) {
        return false;
      }
      for (int k = 1; k < more; k++) {
        if ((octets[i + k] & 0xC0) != 0x80) {
          return false;
        }
      }
      i += more;
    }
    return true;
  }
}
