package io.postern.wire;

import io.postern.imap.ResponseName;
import io.postern.imap.Tag;

/**
 * What begins a response: {@code *} and a name, a tag and a status word, or {@code +}. No quirk is
 * forgiven here.
 */
final class ResponseHead {
  private final TokenCursor cursor;
  private final Response response;

  ResponseHead(TokenCursor cursor, Response response) {
    this.cursor = cursor;
    this.response = response;
  }

  /**
   * What stands before the data: {@code *} and a name, with a number before some; a tag and a
   * status word; or {@code +}.
   */
  boolean read(Frame frame) {
    if (frame.tokens() == 0 || frame.spacesBefore(0) != 0) {
      return false;
    }
    if (cursor.kind() != Frame.ATOM
        && cursor.kind() != Frame.OPEN_BRACKET
        && cursor.kind() != Frame.CLOSE_BRACKET) {
      return false;
    }
    int alone =
        cursor.kind() == Frame.ATOM && frame.end(0) - frame.start(0) == 1
            ? frame.array()[frame.start(0)]
            : 0;
    if (alone == '+') {
      response.noteContinuation();
      return cursor.take(Roles.SYNTAX);
    }
    if (alone != '*') {
      return taggedHead(frame);
    }
    cursor.take(Roles.SYNTAX);
    if (cursor.kind() != Frame.ATOM || frame.spacesBefore(1) != 1) {
      return false;
    }
    long number = Numerals.value(frame.array(), frame.start(1), frame.end(1));
    if (number != Numerals.NONE) {
      cursor.take(Roles.SYNTAX);
      if (cursor.kind() != Frame.ATOM || frame.spacesBefore(2) != 1) {
        return false;
      }
    }
    return name(frame, number);
  }

  /** {@code response-tagged = tag SP resp-cond-state CRLF}. */
  private boolean taggedHead(Frame frame) {
    int behind = cursor.tag();
    if (behind < 0 || behind - frame.start(0) > Tag.OCTETS_MAX) {
      return false;
    }
    int token = cursor.at();
    if (cursor.kind() != Frame.ATOM || frame.spacesBefore(token) != 1) {
      return false;
    }
    ResponseName name = ResponseNames.of(frame, token);
    if (name == null || !name.isTaggable()) {
      return false;
    }
    response.noteTagged(token, name);
    return cursor.take(Roles.SYNTAX);
  }

  /** The name of an untagged response; an atom that nobody knows leaves the kind UNKNOWN. */
  private boolean name(Frame frame, long number) {
    int token = cursor.at();
    ResponseName name = ResponseNames.of(frame, token);
    if (name == null) {
      return cursor.atom(Roles.SYNTAX);
    }
    response.noteUntagged(name);
    cursor.take(Roles.SYNTAX);
    return switch (name) {
      case EXISTS, RECENT -> numbered(number, 0);
      case EXPUNGE, FETCH -> numbered(number, 1) && frame.array()[frame.start(1)] != '0';
      case OK,
          NO,
          BAD,
          BYE,
          PREAUTH,
          CAPABILITY,
          ENABLED,
          ID,
          NAMESPACE,
          LIST,
          LSUB,
          STATUS,
          SEARCH,
          ESEARCH,
          FLAGS,
          VANISHED ->
          number == Numerals.NONE;
    };
  }

  private boolean numbered(long number, long least) {
    if (number < least || number > Numerals.NUMBER_MAX) {
      return false;
    }
    response.noteNumber(number);
    return true;
  }
}
