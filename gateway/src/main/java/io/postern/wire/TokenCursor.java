package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Quirk;
import io.postern.imap.Utf8;

/**
 * The terminals of the grammar of responses (RFC 9051, section 9), read where it stands. Every
 * method looks at the next token; if it fits, notes its role and moves on, else answers false.
 * Nothing is allocated.
 *
 * <p>Brackets are tokens of their own, but ATOM-CHAR has {@code [} and ASTRING-CHAR has {@code ]}
 * too: terminals join them.
 */
final class TokenCursor extends TokenPosition {
  private static final int ATOM_BITS = Ascii.ATOM | Ascii.DIGIT | Ascii.PLUS;
  private static final int ASTRING_BITS = ATOM_BITS | Ascii.RESP_SPECIAL;

  /**
   * An open brace in an atom, which the framer lets pass only inside a code's free text; no class
   * of Ascii.
   */
  private static final int BRACE = 1 << 8;

  TokenCursor(int nesting) {
    super(nesting);
  }

  /** NIL where the grammar has it. */
  boolean nil() {
    return isNil() && take(Roles.NIL);
  }

  /** As {@code is("NIL")}: an ENVELOPE asks ten times and more. */
  private boolean isNil() {
    if (kind() != Frame.ATOM) {
      return false;
    }
    int start = frame.start(at);
    return frame.end(at) - start == 3
        && (octets[start] & ~0x20) == 'N'
        && (octets[start + 1] & ~0x20) == 'I'
        && (octets[start + 2] & ~0x20) == 'L';
  }

  /** NIL instead of a list; Q5 forgives {@code ()}. */
  boolean nilList() {
    if (nil()) {
      return true;
    }
    if (kind() == Frame.OPEN
        && at + 1 < end
        && frame.kind(at + 1) == Frame.CLOSE
        && forgive(Quirk.Q5_SPACING_AND_NIL)) {
      return take(Roles.NIL) && take(Roles.SYNTAX);
    }
    return false;
  }

  /** {@code tag = 1*<any ASTRING-CHAR except "+">}: the offset behind it, or -1. */
  int tag() {
    int classes = run(Roles.SYNTAX, true);
    return isOnly(classes, ASTRING_BITS & ~Ascii.PLUS) ? frame.end(at - 1) : -1;
  }

  /** {@code atom = 1*ATOM-CHAR}. */
  boolean atom(byte role) {
    return isOnly(run(role, false), ATOM_BITS);
  }

  /** {@code astring = 1*ASTRING-CHAR / string}. */
  boolean astring(byte role) {
    return switch (kind()) {
      case Frame.ATOM, Frame.OPEN_BRACKET, Frame.CLOSE_BRACKET ->
          isOnly(run(role, !inCode), ASTRING_BITS);
      default -> string(role);
    };
  }

  /** {@code string = quoted / literal}: never a literal8. */
  boolean string(byte role) {
    return switch (kind()) {
      case Frame.QUOTED -> quoted(role);
      case Frame.LITERAL -> take(role);
      default -> false;
    };
  }

  /** {@code "(" string *(SP string) ")"}. */
  boolean strings() {
    if (!open()) {
      return false;
    }
    boolean first = true;
    do {
      if (!separator(first) || !string(Roles.STRING)) {
        return false;
      }
      first = false;
    } while (!atClose());
    return close();
  }

  /** {@code nstring = string / nil}. */
  boolean nstring(byte role) {
    return string(role) || nil();
  }

  /** A string in ENVELOPE and BODYSTRUCTURE, where Q5 forgives NIL. */
  boolean bodyString(byte role) {
    return string(role) || (isNil() && forgive(Quirk.Q5_SPACING_AND_NIL) && nil());
  }

  boolean quoted(byte role) {
    if (kind() != Frame.QUOTED) {
      return false;
    }
    if ((frame.classes(at) & Ascii.EIGHT_BIT) != 0 && !eightBit()) {
      return false;
    }
    return take(role);
  }

  /** Whether the next token, which has octets above 0x7F, may have them. */
  boolean eightBit() {
    return utf8
        ? Utf8.isValid(octets, frame.start(at), frame.end(at))
        : forgive(Quirk.Q1_EIGHT_BIT);
  }

  /** {@code DQUOTE QUOTED-CHAR DQUOTE / nil}: a hierarchy delimiter. */
  boolean delimiter() {
    if (nil()) {
      return true;
    }
    if (kind() != Frame.QUOTED) {
      return false;
    }
    int length = frame.end(at) - frame.start(at);
    int escapes = (frame.classes(at) & Ascii.BACKSLASH) != 0 ? 1 : 0;
    return length == 1 + escapes
        && (frame.classes(at) & Ascii.EIGHT_BIT) == 0
        && take(Roles.STRING);
  }

  /** An URL in a code: what RFC 3986 lets it be made of, as far as a token shows. */
  boolean url() {
    return kind() == Frame.ATOM
        && (frame.classes(at) & ~(ATOM_BITS | Ascii.WILDCARD)) == 0
        && !holds('{', frame.start(at), frame.end(at))
        && take(Roles.STRING);
  }

  /** {@code number = 1*DIGIT}, up to a maximum. */
  boolean number(long max) {
    if (kind() != Frame.ATOM) {
      return false;
    }
    long value = Numerals.value(octets, frame.start(at), frame.end(at));
    return value >= 0 && value <= max && take(Roles.NUMBER);
  }

  /** {@code nz-number = digit-nz *DIGIT}, up to a maximum. */
  boolean nzNumber(long max) {
    return kind() == Frame.ATOM
        && Numerals.isNzNumber(octets, frame.start(at), frame.end(at), max)
        && take(Roles.NUMBER);
  }

  /** A number of BODYSTRUCTURE; Q9 forgives a minus sign and any length. */
  boolean bodyNumber(long max) {
    if (number(max)) {
      return true;
    }
    if (kind() != Frame.ATOM) {
      return false;
    }
    int start = frame.start(at);
    int digits = octets[start] == '-' ? start + 1 : start;
    return Numerals.value(octets, digits, frame.end(at)) != Numerals.NONE
        && forgive(Quirk.Q9_ODD_NUMBER)
        && take(Roles.NUMBER);
  }

  /** sequence-set without {@code $}; uid-set and known-uids are without {@code *} too. */
  boolean set(boolean star) {
    return kind() == Frame.ATOM
        && Numerals.isSet(octets, frame.start(at), frame.end(at), star)
        && take(Roles.SET);
  }

  /** {@code flag-list = "(" [flag *(SP flag)] ")"}. */
  boolean flagList(boolean permanent) {
    if (!open()) {
      return false;
    }
    for (boolean first = true; !atClose(); first = false) {
      if (!separator(first) || !flag(permanent)) {
        return false;
      }
    }
    return close();
  }

  /**
   * flag, flag-fetch, mbx-list-flags: an atom, with a backslash before it or not; flag-perm is
   * {@code \*} too. Q6 forgives what an atom forbids.
   */
  private boolean flag(boolean star) {
    if (kind() != Frame.ATOM && kind() != Frame.OPEN_BRACKET && kind() != Frame.CLOSE_BRACKET) {
      return false;
    }
    int start = frame.start(at);
    int classes = run(Roles.FLAG, lenient && !inCode);
    if (classes == 0) {
      return false;
    }
    int behind = frame.end(at - 1);
    int name = octets[start] == '\\' ? start + 1 : start;
    if (name == behind) {
      return false;
    }
    if (star && behind == start + 2 && name > start && octets[name] == '*') {
      return true;
    }
    boolean sound =
        (classes & ~(ATOM_BITS | Ascii.BACKSLASH)) == 0
            && ((classes & Ascii.BACKSLASH) == 0 || !holds('\\', name, behind));
    return sound || forgive(Quirk.Q6_FLAG_OCTETS);
  }

  /**
   * {@code mailbox = "INBOX" / astring}; Q7 forgives raw 8-bit and modified UTF-7 that isn't
   * canonical.
   */
  boolean mailbox() {
    int start = at < end ? frame.start(at) : 0;
    int classes;
    boolean atoms = false;
    switch (kind()) {
      case Frame.ATOM, Frame.OPEN_BRACKET, Frame.CLOSE_BRACKET -> {
        classes = run(Roles.MAILBOX, true);
        atoms = true;
        if (!isOnly(classes, ASTRING_BITS | Ascii.EIGHT_BIT)) {
          return false;
        }
      }
      case Frame.QUOTED, Frame.LITERAL -> {
        classes = frame.classes(at);
        take(Roles.MAILBOX);
      }
      default -> {
        return false;
      }
    }
    int behind = frame.end(at - 1);
    if (utf8) {
      // RFC 9051, section 9: UTF-8 stands in quoted strings and literals, not in atoms.
      return Utf8.isValid(octets, start, behind)
          && (!atoms || (classes & Ascii.EIGHT_BIT) == 0 || forgive(Quirk.Q7_MAILBOX_NAME));
    }
    return ModifiedUtf7.isCanonical(octets, start, behind) || forgive(Quirk.Q7_MAILBOX_NAME);
  }

  /**
   * {@code date-time}: {@code "17-Jul-1996 02:44:25 -0700"}, the day with a SP for its first digit
   * if it is below ten.
   */
  boolean dateTime() {
    return kind() == Frame.QUOTED
        && DateTimes.isDateTime(octets, frame.start(at), frame.end(at))
        && take(Roles.STRING);
  }

  /** Adjacent atoms and brackets as one value: the join of their classes, 0 if there is none. */
  private int run(byte role, boolean closing) {
    int classes = 0;
    int first = at;
    while (at < end && (at == first || frame.spacesBefore(at) == 0)) {
      byte kind = frame.kind(at);
      if (kind == Frame.ATOM) {
        classes |= frame.classes(at);
        if (inCode && holds('{', frame.start(at), frame.end(at))) {
          classes |= BRACE;
        }
      } else if (kind == Frame.OPEN_BRACKET) {
        classes |= Ascii.ATOM;
      } else if (closing && kind == Frame.CLOSE_BRACKET) {
        classes |= Ascii.RESP_SPECIAL;
      } else {
        break;
      }
      take(at == first ? role : Roles.JOINED);
    }
    return classes;
  }

  private static boolean isOnly(int classes, int allowed) {
    return classes != 0 && (classes & ~allowed) == 0;
  }

  private boolean holds(char c, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] == c) {
        return true;
      }
    }
    return false;
  }
}
