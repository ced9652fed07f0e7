package io.postern.session;

import io.postern.imap.Ascii;

/**
 * Whether a text is an IP address (RFC 3986, section 3.2.2: IPv4address or IPv6address). Strict: no
 * name, no interface, no shorthand.
 */
final class IpText {
  /** {@code ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255}. */
  private static final int LENGTH_MAX = 45;

  private static final int GROUPS = 8;

  private IpText() {}

  static boolean is(String text) {
    if (text.length() > LENGTH_MAX) {
      return false;
    }
    if (text.indexOf(':') < 0) {
      return four(text);
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == GROUPS;
    }
    int before = groups(text.substring(0, gap), false);
    int behind = groups(text.substring(gap + 2), true);
    return before >= 0 && behind >= 0 && before + behind < GROUPS;
  }

  /** Groups of 16 bits; -1 if they are none. */
  private static int groups(String text, boolean mayEndInFour) {
    if (text.isEmpty()) {
      return 0;
    }
    int count = 0;
    int start = 0;
    while (start <= text.length()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      String group = text.substring(start, end);
      boolean last = colon < 0;
      if (last && mayEndInFour && four(group)) {
        return count + 2;
      }
      if (!hex(group)) {
        return -1;
      }
      count++;
      start = end + 1;
    }
    return count;
  }

  private static boolean hex(String group) {
    boolean fits = !group.isEmpty() && group.length() <= 4;
    for (int i = 0; i < group.length(); i++) {
      int upper = Ascii.upper(group.charAt(i));
      fits &= Ascii.isDigit(upper) || (upper >= 'A' && upper <= 'F');
    }
    return fits;
  }

  private static boolean four(String text) {
    int numbers = 0;
    int start = 0;
    while (start <= text.length()) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      if (number(text.substring(start, end), 255) < 0) {
        return false;
      }
      numbers++;
      start = end + 1;
    }
    return numbers == 4;
  }

  /** A decimal number of at most five digits without leading zeros; -1 if it is none, or larger. */
  static int number(String text, int max) {
    if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      if (!Ascii.isDigit(text.charAt(i))) {
        return -1;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number <= max ? number : -1;
  }
}
