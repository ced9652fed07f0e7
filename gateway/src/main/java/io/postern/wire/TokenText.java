package io.postern.wire;

import io.postern.imap.Octets;

/** The text and the span of one value in a frame: a token, or several that are joined. */
final class TokenText {
  private TokenText() {}

  /** The token behind the value that begins at {@code token}. */
  static int behind(Frame frame, int token, int end) {
    int next = token + 1;
    while (next < end && frame.role(next) == Roles.JOINED) {
      next++;
    }
    return next;
  }

  /** The value's text: quotes and escapes undone, octets above 0x7F as UTF-8 or ISO-8859-1. */
  static String of(Frame frame, int token, int behind) {
    if (behind > token + 1 || frame.kind(token) != Frame.QUOTED) {
      return raw(frame, token, behind);
    }
    return unescaped(frame, token).text();
  }

  /** The octets between quotes without their escapes. */
  static Octets unescaped(Frame frame, int token) {
    byte[] source = frame.array();
    byte[] made = new byte[frame.end(token) - frame.start(token)];
    int length = 0;
    for (int i = frame.start(token); i < frame.end(token); i++) {
      if (source[i] == '\\') {
        i++;
      }
      made[length++] = source[i];
    }
    return Octets.copyOf(made, 0, length);
  }

  /**
   * The tokens' octets as they stand; a single one without its quotes, several with all that is
   * between them.
   */
  static String raw(Frame frame, int token, int behind) {
    return behind == token + 1
        ? frame.copy(frame.start(token), frame.end(token)).text()
        : outer(frame, token, behind);
  }

  /** The tokens' octets as they stand, quotes and what is between the tokens too. */
  static String outer(Frame frame, int token, int behind) {
    return frame.copy(outerStart(frame, token), outerEnd(frame, behind - 1)).text();
  }

  /** Where the token begins with its quote or its literal's marker. */
  static int outerStart(Frame frame, int token) {
    int start = frame.start(token);
    return switch (frame.kind(token)) {
      case Frame.QUOTED -> start - 1;
      case Frame.LITERAL -> {
        int i = start - 1;
        while (frame.array()[i] != '{') {
          i--;
        }
        yield i;
      }
      default -> start;
    };
  }

  /** The offset behind the token with its quote. */
  static int outerEnd(Frame frame, int token) {
    return frame.kind(token) == Frame.QUOTED ? frame.end(token) + 1 : frame.end(token);
  }
}
