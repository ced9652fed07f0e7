package io.postern.wire;

import io.postern.imap.Ascii;

/** {@code date-time} of RFC 9051, section 9, between its quotes. */
final class DateTimes {
  /** 0 is a digit, the rest stands for itself; the day and the month are looked at apart. */
  private static final String PATTERN = "00-aaa-0000 00:00:00 +0000";

  private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

  private DateTimes() {}

  static boolean isDateTime(byte[] octets, int start, int end) {
    if (end - start != PATTERN.length()) {
      return false;
    }
    for (int i = 0; i < PATTERN.length(); i++) {
      int c = octets[start + i];
      boolean fits =
          switch (PATTERN.charAt(i)) {
            case '0' -> Ascii.isDigit(c) || (i == 0 && c == ' ');
            case 'a' -> true;
            case '+' -> c == '+' || c == '-';
            default -> c == PATTERN.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return isMonth(octets, start + 3);
  }

  private static boolean isMonth(byte[] octets, int start) {
    for (int m = 0; m < MONTHS.length(); m += 3) {
      if (Ascii.upper(octets[start]) == MONTHS.charAt(m)
          && Ascii.upper(octets[start + 1]) == MONTHS.charAt(m + 1)
          && Ascii.upper(octets[start + 2]) == MONTHS.charAt(m + 2)) {
        return true;
      }
    }
    return false;
  }
}
