package io.postern.wire;

import io.postern.imap.Ascii;

/** The dates of RFC 9051, section 9; they are kept as written, without quotes. */
final class Dates {
  private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

  private Dates() {}

  /**
   * {@code date = date-text / DQUOTE date-text DQUOTE}, {@code date-text = date-day "-" date-month
   * "-" date-year}.
   */
  static String date(Cursor cursor) {
    if (cursor.kind() == Frame.QUOTED) {
      cursor.expect(Frame.QUOTED, "");
    } else {
      cursor.part("a date is missing");
    }
    String text = cursor.text();
    int day = text.indexOf('-');
    if (day < 1 || text.length() != day + 9 || !isDay(text, 0, day) || !isMonthYear(text, day)) {
      throw new Refusal("a date is malformed");
    }
    return text;
  }

  /**
   * {@code date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE}.
   *
   * <p>A policy's string is taken for the quoted one.
   */
  static String dateTime(Cursor cursor) {
    if (cursor.kind() == Frame.TEXT) {
      cursor.part("a date is missing");
    } else {
      cursor.expect(Frame.QUOTED, "a date-time is missing");
    }
    String text = cursor.text();
    if (!isDateTime(text)) {
      throw new Refusal("a date-time is malformed");
    }
    return text;
  }

  private static boolean isDateTime(String text) {
    return text.length() == 26
        && isDay(text, text.charAt(0) == ' ' ? 1 : 0, 2)
        && isMonthYear(text, 2)
        && text.charAt(11) == ' '
        && upTo(text, 12, 23)
        && text.charAt(14) == ':'
        && upTo(text, 15, 59)
        && text.charAt(17) == ':'
        && upTo(text, 18, 60)
        && text.charAt(20) == ' '
        && (text.charAt(21) == '+' || text.charAt(21) == '-')
        && upTo(text, 22, 23)
        && upTo(text, 24, 59);
  }

  /** One or two digits that make 1 to 31. */
  private static boolean isDay(String text, int start, int end) {
    if (end - start == 1) {
      return text.charAt(start) >= '1' && text.charAt(start) <= '9';
    }
    return end - start == 2 && upTo(text, start, 31) && !text.startsWith("00", start);
  }

  /** {@code "-" date-month "-" date-year} at {@code at}. */
  private static boolean isMonthYear(String text, int at) {
    if (text.length() < at + 9 || text.charAt(at) != '-' || text.charAt(at + 4) != '-') {
      return false;
    }
    int month = MONTHS.indexOf(Ascii.upper(text.substring(at + 1, at + 4)));
    return month >= 0 && month % 3 == 0 && upTo(text, at + 5, 99) && upTo(text, at + 7, 99);
  }

  /** Two digits that make at most {@code max}. */
  private static boolean upTo(String text, int at, int max) {
    char tens = text.charAt(at);
    char ones = text.charAt(at + 1);
    return Ascii.isDigit(tens) && Ascii.isDigit(ones) && (tens - '0') * 10 + ones - '0' <= max;
  }
}
