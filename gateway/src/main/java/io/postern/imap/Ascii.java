package io.postern.imap;

/**
 * Character classes of RFC 9051, section 9, as one table; no locale, no Unicode, no decoding
 * (threats T06).
 *
 * <p>{@link #of} gives the classes of an octet as bits, so that a lexer can join them over a token
 * and a parser can ask once.
 */
public final class Ascii {
  /** ATOM-CHAR: any CHAR except atom-specials. */
  public static final int ATOM = 1;

  /** A digit. */
  public static final int DIGIT = 1 << 1;

  /** list-wildcards: {@code %} and {@code *}. */
  public static final int WILDCARD = 1 << 2;

  /** resp-specials: {@code ]}. */
  public static final int RESP_SPECIAL = 1 << 3;

  /** The backslash, a quoted-special that begins a flag. */
  public static final int BACKSLASH = 1 << 4;

  /** {@code +}, which a tag may not hold. */
  public static final int PLUS = 1 << 5;

  /** 0x80 to 0xFF. */
  public static final int EIGHT_BIT = 1 << 6;

  /** Controls 0x01 to 0x1F and 0x7F, but not CR, LF and NUL, which never get into a token. */
  public static final int CONTROL = 1 << 7;

  private static final int[] CLASSES = new int[256];

  static {
    for (int c = 0; c < 256; c++) {
      CLASSES[c] = classesOf(c);
    }
  }

  private Ascii() {}

  private static int classesOf(int c) {
    if (c >= 0x80) {
      return EIGHT_BIT;
    }
    if (c < 0x20 || c == 0x7F) {
      return CONTROL;
    }
    return switch (c) {
      case '(', ')', '{', ' ', '"' -> 0;
      case '%', '*' -> WILDCARD;
      case ']' -> RESP_SPECIAL;
      case '\\' -> BACKSLASH;
      case '+' -> ATOM | PLUS;
      default -> c >= '0' && c <= '9' ? ATOM | DIGIT : ATOM;
    };
  }

  /** The classes of an octet (the low eight bits count). */
  public static int of(int octet) {
    return CLASSES[octet & 0xFF];
  }

  public static boolean isAtomChar(int octet) {
    return (of(octet) & ATOM) != 0;
  }

  /** ASTRING-CHAR = ATOM-CHAR / resp-specials. */
  public static boolean isAstringChar(int octet) {
    return (of(octet) & (ATOM | RESP_SPECIAL)) != 0;
  }

  public static boolean isDigit(int octet) {
    return octet >= '0' && octet <= '9';
  }

  /** ASCII upper case; every other octet stays as it is. */
  public static int upper(int octet) {
    return octet >= 'a' && octet <= 'z' ? octet - 32 : octet;
  }

  /**
   * ASCII upper case of a text; letters beyond ASCII stay as they are, so nothing folds into a
   * name.
   */
  public static String upper(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z') {
        char[] made = text.toCharArray();
        for (int k = i; k < made.length; k++) {
          made[k] = (char) (made[k] >= 'a' && made[k] <= 'z' ? made[k] - 32 : made[k]);
        }
        return new String(made);
      }
    }
    return text;
  }

  /**
   * Copies a text that is known to be ASCII into {@code target} from {@code offset} and returns the
   * offset behind it.
   */
  @SuppressWarnings("deprecation") // It drops the high octets of chars: here there are none.
  public static int copy(String ascii, byte[] target, int offset) {
    ascii.getBytes(0, ascii.length(), target, offset);
    return offset + ascii.length();
  }

  /**
   * Whether {@code octets[start, end)} is {@code word} (given in upper case) without regard to
   * ASCII case.
   */
  public static boolean matches(byte[] octets, int start, int end, String word) {
    if (end - start != word.length()) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (upper(octets[i]) != word.charAt(i - start)) {
        return false;
      }
    }
    return true;
  }
}
