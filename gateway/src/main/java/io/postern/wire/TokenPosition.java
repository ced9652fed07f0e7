package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Quirk;

/**
 * Where the grammar of responses stands in a frame: the next token, the SP before it, the lists
 * that are open, the mercies that were needed. Methods that ask about a token answer false where
 * there is none.
 */
abstract sealed class TokenPosition permits TokenCursor {
  private static final byte[] NOTHING = new byte[0];

  private final int nesting;
  Frame frame;
  byte[] octets = NOTHING;
  int at;
  int end;
  private int depth;
  private boolean announced;
  boolean utf8;
  boolean lenient;
  boolean inCode;
  private int quirks;

  TokenPosition(int nesting) {
    this.nesting = nesting;
  }

  /** Begins at a token, with that many parentheses open. */
  void start(
      Frame newFrame, int token, int openParentheses, boolean literalAnnounced, Syntax syntax) {
    frame = newFrame;
    octets = newFrame.array();
    at = token;
    end = newFrame.tokens();
    depth = openParentheses;
    announced = literalAnnounced;
    utf8 = syntax.utf8();
    lenient = syntax.quirks();
    inCode = false;
    quirks = 0;
  }

  /** Lets go of the frame's octets, which may be a long line's. */
  void forget() {
    octets = NOTHING;
  }

  Frame frame() {
    return frame;
  }

  /** The index of the next token. */
  int at() {
    return at;
  }

  boolean hasNext() {
    return at < end;
  }

  /** Whether the next token is the marker of a literal that is announced right now. */
  boolean atAnnouncement() {
    return announced && at == end - 1;
  }

  /** The kind of the next token, 0 at the end. */
  byte kind() {
    return at < end ? frame.kind(at) : 0;
  }

  /** Inside a response code the closing bracket ends the code, so no atom has one. */
  void inCode(boolean inside) {
    inCode = inside;
  }

  int quirks() {
    return quirks;
  }

  /** Notes the quirk if mercy is allowed. */
  boolean forgive(Quirk quirk) {
    if (lenient) {
      quirks |= 1 << quirk.ordinal();
    }
    return lenient;
  }

  /** Whether one SP stands before the next token; Q5 forgives another count. */
  boolean space() {
    return at < end && (frame.spacesBefore(at) == 1 || forgive(Quirk.Q5_SPACING_AND_NIL));
  }

  /** Whether nothing stands before the next token; Q5 forgives SP. */
  boolean adjacent() {
    return at < end && (frame.spacesBefore(at) == 0 || forgive(Quirk.Q5_SPACING_AND_NIL));
  }

  /** The end of the line; Q4 forgives SP before CRLF. */
  boolean lineEnd() {
    if (at != end) {
      return false;
    }
    return !trailingSpace()
        || (quirks & 1 << Quirk.Q8_EMPTY_SEARCH.ordinal()) != 0
        || forgive(Quirk.Q4_TRAILING_SPACE);
  }

  /** Whether SP stands between the last token and CRLF. */
  boolean trailingSpace() {
    return frame.spacesAtEnd() > 0;
  }

  /** Takes the next token, whatever it is. */
  boolean take(byte role) {
    frame.role(at++, role);
    return true;
  }

  boolean open() {
    if (kind() != Frame.OPEN || depth == nesting) {
      return false;
    }
    depth++;
    return take(Roles.LIST);
  }

  /** Whether the innermost list ends here. */
  boolean atClose() {
    return kind() == Frame.CLOSE;
  }

  boolean close() {
    if (kind() != Frame.CLOSE || !adjacent()) {
      return false;
    }
    depth--;
    return take(Roles.LIST_END);
  }

  /** What stands between a list's items: SP, or nothing before the first. */
  boolean separator(boolean first) {
    return first ? adjacent() : space();
  }

  /** Whether the next token, an atom or a string, has that word (in upper case) as its text. */
  boolean hasText(String word) {
    return switch (kind()) {
      case Frame.ATOM, Frame.QUOTED, Frame.LITERAL ->
          Ascii.matches(octets, frame.start(at), frame.end(at), word);
      default -> false;
    };
  }

  /** Whether the next token is that word (in upper case). */
  boolean is(String word) {
    return kind() == Frame.ATOM && Ascii.matches(octets, frame.start(at), frame.end(at), word);
  }

  boolean keyword(String word) {
    return is(word) && take(Roles.KEYWORD);
  }
}
