package io.postern.wire;

import io.postern.imap.Ascii;

/** {@code section}, {@code section-binary} and the origin octet of RFC 9051, section 9. */
final class SectionGrammar {
  private SectionGrammar() {}

  /** {@code section = "[" [section-spec] "]"}. */
  static boolean section(TokenCursor cursor) {
    if (!cursor.take(Roles.BRACKETS)) {
      return false;
    }
    if (cursor.kind() == Frame.ATOM && !(cursor.adjacent() && specification(cursor))) {
      return false;
    }
    return end(cursor);
  }

  /** {@code section-binary = "[" [section-part] "]"}. */
  static boolean part(TokenCursor cursor) {
    if (!cursor.take(Roles.BRACKETS)) {
      return false;
    }
    if (cursor.kind() == Frame.ATOM) {
      Frame frame = cursor.frame();
      int start = frame.start(cursor.at());
      int end = frame.end(cursor.at());
      boolean sound = cursor.adjacent() && behindParts(frame.array(), start, end) == end;
      if (!sound || frame.array()[end - 1] == '.') {
        return false;
      }
      cursor.take(Roles.KEYWORD);
    }
    return end(cursor);
  }

  private static boolean end(TokenCursor cursor) {
    return cursor.kind() == Frame.CLOSE_BRACKET
        && cursor.adjacent()
        && cursor.take(Roles.BRACKETS_END);
  }

  /**
   * {@code section-spec = section-msgtext / (section-part ["." section-text])}: the numbers and the
   * word are one atom, behind HEADER.FIELDS there is a list.
   */
  private static boolean specification(TokenCursor cursor) {
    Frame frame = cursor.frame();
    byte[] octets = frame.array();
    int start = frame.start(cursor.at());
    int end = frame.end(cursor.at());
    int word = behindParts(octets, start, end);
    if (word < 0) {
      return false;
    }
    if (word == end) {
      // Numbers only, and none is awaited behind a last full stop.
      return octets[end - 1] != '.' && cursor.take(Roles.KEYWORD);
    }
    if (word > start && octets[word - 1] != '.') {
      return false;
    }
    if (Ascii.matches(octets, word, end, "HEADER")
        || Ascii.matches(octets, word, end, "TEXT")
        || (word > start && Ascii.matches(octets, word, end, "MIME"))) {
      return cursor.take(Roles.KEYWORD);
    }
    return (Ascii.matches(octets, word, end, "HEADER.FIELDS")
            || Ascii.matches(octets, word, end, "HEADER.FIELDS.NOT"))
        && cursor.take(Roles.KEYWORD)
        && cursor.space()
        && fields(cursor);
  }

  /** {@code header-list = "(" header-fld-name *(SP header-fld-name) ")"}. */
  private static boolean fields(TokenCursor cursor) {
    if (!cursor.open()) {
      return false;
    }
    boolean first = true;
    do {
      if (!cursor.separator(first) || !cursor.astring(Roles.STRING)) {
        return false;
      }
      first = false;
    } while (!cursor.atClose());
    return cursor.close();
  }

  /**
   * {@code section-part = nz-number *("." nz-number)}: the offset behind the numbers and the full
   * stop that follows, or -1.
   */
  private static int behindParts(byte[] octets, int start, int end) {
    int i = start;
    while (i < end && Ascii.isDigit(octets[i])) {
      int number = i;
      while (i < end && Ascii.isDigit(octets[i])) {
        i++;
      }
      if (!Numerals.isNzNumber(octets, number, i, Numerals.NUMBER_MAX)) {
        return -1;
      }
      if (i < end && octets[i] == '.') {
        i++;
      }
    }
    return i;
  }

  /** {@code ["<" number64 ">"]}, which is an atom to the framer. */
  static boolean origin(TokenCursor cursor) {
    if (cursor.kind() != Frame.ATOM) {
      return true;
    }
    Frame frame = cursor.frame();
    byte[] octets = frame.array();
    int start = frame.start(cursor.at());
    int end = frame.end(cursor.at());
    if (octets[start] != '<') {
      return true;
    }
    return frame.spacesBefore(cursor.at()) == 0
        && octets[end - 1] == '>'
        && Numerals.value(octets, start + 1, end - 1) >= 0
        && cursor.take(Roles.STRING);
  }
}
