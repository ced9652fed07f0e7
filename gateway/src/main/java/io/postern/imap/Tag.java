package io.postern.imap;

/**
 * A command's tag, RFC 9051 section 9: {@code tag = 1*<any ASTRING-CHAR except "+">}; echoed
 * octet-exact.
 *
 * @param text 1 to {@link #OCTETS_MAX} characters
 */
public record Tag(String text) {
  /** Longer tags serve nobody but an attacker (threats T11). */
  public static final int OCTETS_MAX = 256;

  private static final boolean[] ALLOWED = new boolean[0x80];

  static {
    for (int c = 0; c < ALLOWED.length; c++) {
      ALLOWED[c] = c != '+' && Ascii.isAstringChar(c);
    }
  }

  public Tag {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a tag");
    }
  }

  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > OCTETS_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ALLOWED.length || !ALLOWED[c]) {
        return false;
      }
    }
    return true;
  }

  // Written out: each command's tag is held against those in progress, and what a record gets by
  // itself goes by method handles.

  @Override
  public boolean equals(Object other) {
    return other instanceof Tag that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
