package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.ResponseName;

/** Finds a response's name in a frame's octets; nothing is allocated. */
final class ResponseNames {
  private static final ResponseName[] ALL = ResponseName.values();

  private ResponseNames() {}

  /** The name that the token spells, or null. */
  static ResponseName of(Frame frame, int token) {
    byte[] octets = frame.array();
    int start = frame.start(token);
    int end = frame.end(token);
    // From the end: FETCH comes by the hundred thousand.
    for (int i = ALL.length - 1; i >= 0; i--) {
      if (Ascii.matches(octets, start, end, ALL[i].name())) {
        return ALL[i];
      }
    }
    return null;
  }
}
