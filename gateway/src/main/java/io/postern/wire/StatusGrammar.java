package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.CodeName;
import io.postern.imap.Quirk;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code resp-text} of RFC 9051, section 9: an optional response code, then text for people. */
final class StatusGrammar {
  private static final Words<CodeName> CODES;

  static {
    Map<String, CodeName> words = new HashMap<>();
    for (CodeName code : CodeName.values()) {
      words.put(code.text(), code);
    }
    CODES = new Words<>(words);
  }

  private final TokenCursor cursor;
  private final Response response;
  private final ServerGrammar server;

  /** Behind the free text of the code at hand: SP before the bracket belongs to it. */
  private int freeTextEnd;

  StatusGrammar(TokenCursor cursor, Response response, ServerGrammar server) {
    this.cursor = cursor;
    this.response = response;
    this.server = server;
  }

  /**
   * {@code SP resp-text} behind a status word; Q2 forgives what is missing. No text that passes for
   * a code, not even behind SP, which some readers skip.
   */
  boolean behindStatus() {
    boolean coded = cursor.kind() == Frame.OPEN_BRACKET;
    if (coded && !code()) {
      return false;
    }
    if (!cursor.hasNext()) {
      return cursor.forgive(Quirk.Q2_NO_TEXT);
    }
    return text(Quirk.Q2_NO_TEXT)
        && (coded || !response.textPassesForCode())
        && (response.textStart() < response.textEnd() || cursor.forgive(Quirk.Q2_NO_TEXT));
  }

  /**
   * {@code continue-req = "+" SP (resp-text / base64)}, behind the plus sign; the base64 may be
   * empty.
   */
  boolean behindPlus() {
    return cursor.hasNext() ? text(Quirk.Q3_BARE_PLUS) : cursor.forgive(Quirk.Q3_BARE_PLUS);
  }

  /** {@code SP text}. */
  private boolean text(Quirk withoutSpace) {
    if (cursor.kind() != Frame.TEXT) {
      return false;
    }
    Frame frame = cursor.frame();
    int token = cursor.at();
    if (frame.spacesBefore(token) != 1 && !cursor.forgive(withoutSpace)) {
      return false;
    }
    if ((frame.classes(token) & Ascii.EIGHT_BIT) != 0 && !cursor.eightBit()) {
      return false;
    }
    response.noteText(token);
    return cursor.take(Roles.TEXT);
  }

  /** {@code SP "[" resp-text-code "]"}. */
  private boolean code() {
    Frame frame = cursor.frame();
    int bracket = cursor.at();
    if (frame.spacesBefore(bracket) != 1) {
      return false;
    }
    cursor.take(Roles.BRACKETS);
    freeTextEnd = -1;
    cursor.inCode(true);
    int name = cursor.at();
    if (!cursor.hasNext()) {
      return false;
    }
    if (frame.spacesBefore(name) != 0 || !cursor.atom(Roles.KEYWORD)) {
      return false;
    }
    CodeName known =
        cursor.at() == name + 1
            ? CODES.find(frame.array(), frame.start(name), frame.end(name))
            : null;
    response.noteCode(bracket, cursor.at(), Optional.ofNullable(known));
    boolean sound = known == null ? freeText() : arguments(known);
    if (!sound
        || cursor.kind() != Frame.CLOSE_BRACKET
        || !(cursor.at() == freeTextEnd || cursor.adjacent())) {
      return false;
    }
    response.noteCodeEnd(cursor.at());
    cursor.inCode(false);
    return cursor.take(Roles.BRACKETS_END);
  }

  /** What stands behind the code's name, by the ABNF of its RFC. */
  private boolean arguments(CodeName code) {
    return switch (code) {
      case ALERT,
          PARSE,
          READ_ONLY,
          READ_WRITE,
          TRYCREATE,
          UIDNOTSTICKY,
          CLOSED,
          HASCHILDREN,
          NOTSAVED,
          UNKNOWN_CTE,
          NOMODSEQ,
          NOTIFICATIONOVERFLOW,
          TOOBIG,
          UNAVAILABLE,
          AUTHENTICATIONFAILED,
          AUTHORIZATIONFAILED,
          EXPIRED,
          PRIVACYREQUIRED,
          CONTACTADMIN,
          NOPERM,
          INUSE,
          EXPUNGEISSUED,
          CORRUPTION,
          SERVERBUG,
          CLIENTBUG,
          CANNOT,
          LIMIT,
          OVERQUOTA,
          ALREADYEXISTS,
          NONEXISTENT ->
          true;
      case BADCHARSET -> cursor.kind() == Frame.CLOSE_BRACKET || charsets();
      case CAPABILITY -> server.capabilities(1);
      case PERMANENTFLAGS -> cursor.space() && cursor.flagList(true);
      case UIDNEXT, UIDVALIDITY, UNSEEN -> cursor.space() && cursor.nzNumber(Numerals.NUMBER_MAX);
      case APPENDUID -> uidValidity() && cursor.space() && cursor.set(false);
      case COPYUID ->
          uidValidity()
              && cursor.space()
              && cursor.set(false)
              && cursor.space()
              && cursor.set(false);
      case HIGHESTMODSEQ -> cursor.space() && cursor.nzNumber(Numerals.NUMBER64_MAX);
      case MODIFIED -> cursor.space() && cursor.set(true);
      case INPROGRESS -> cursor.kind() == Frame.CLOSE_BRACKET || progress();
      case NOUPDATE -> cursor.space() && tag();
      case BADURL -> cursor.hasNext() && cursor.kind() != Frame.CLOSE_BRACKET && freeText();
      case REFERRAL -> urls();
    };
  }

  private boolean uidValidity() {
    return cursor.space() && cursor.nzNumber(Numerals.NUMBER_MAX);
  }

  /** {@code SP "(" charset *(SP charset) ")"}: {@code charset = atom / quoted}. */
  private boolean charsets() {
    if (!cursor.space() || !cursor.open()) {
      return false;
    }
    boolean first = true;
    do {
      if (!cursor.separator(first) || !(cursor.quoted(Roles.STRING) || cursor.atom(Roles.STRING))) {
        return false;
      }
      first = false;
    } while (!cursor.atClose());
    return cursor.close();
  }

  /**
   * {@code SP "(" (quoted / nil) SP inprogress-state ")"} (RFC 9585): nil nil, number nil, or
   * number nz-number.
   */
  private boolean progress() {
    if (!cursor.space()
        || !cursor.open()
        || !cursor.adjacent()
        || !(cursor.nil() || tag())
        || !cursor.space()) {
      return false;
    }
    boolean counts = cursor.number(Numerals.NUMBER_MAX);
    if (!counts && !cursor.nil()) {
      return false;
    }
    return cursor.space()
        && ((counts && cursor.nzNumber(Numerals.NUMBER_MAX)) || cursor.nil())
        && cursor.close();
  }

  /** A tag in quotes: it is mapped back to the client's. */
  private boolean tag() {
    int token = cursor.at();
    if (!cursor.quoted(Roles.TAG_REFERENCE)) {
      return false;
    }
    response.noteTagReference(token, cursor.at());
    return true;
  }

  /** {@code 1*(SP url)} (RFC 2221, RFC 2193): no character that an URL can't hold. */
  private boolean urls() {
    do {
      if (!cursor.space() || !cursor.url()) {
        return false;
      }
    } while (cursor.kind() != Frame.CLOSE_BRACKET);
    return true;
  }

  /**
   * {@code atom [SP 1*<any TEXT-CHAR except "]">]}: one value, whatever tokens the framer sees in
   * it. A closing bracket in quotes would end the code for another reader, and is refused.
   */
  private boolean freeText() {
    boolean first = true;
    while (cursor.hasNext() && cursor.kind() != Frame.CLOSE_BRACKET) {
      Frame frame = cursor.frame();
      int token = cursor.at();
      if (first && frame.spacesBefore(token) == 0) {
        return false;
      }
      boolean sound =
          switch (cursor.kind()) {
            case Frame.ATOM, Frame.QUOTED ->
                (frame.classes(token) & Ascii.RESP_SPECIAL) == 0
                    && ((frame.classes(token) & Ascii.EIGHT_BIT) == 0 || cursor.eightBit());
            case Frame.OPEN, Frame.CLOSE, Frame.OPEN_BRACKET -> true;
            default -> false;
          };
      if (!sound) {
        return false;
      }
      cursor.take(first ? Roles.FREE_TEXT : Roles.JOINED);
      first = false;
      freeTextEnd = cursor.at();
    }
    return true;
  }
}
