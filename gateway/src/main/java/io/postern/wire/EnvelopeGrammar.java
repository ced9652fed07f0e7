package io.postern.wire;

/** {@code envelope} of RFC 9051, section 9: ten fields in a fixed order. */
final class EnvelopeGrammar {
  private final TokenCursor cursor;

  EnvelopeGrammar(TokenCursor cursor) {
    this.cursor = cursor;
  }

  /**
   * {@code envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP
   * env-to SP env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"}.
   */
  boolean envelope() {
    return cursor.open()
        && cursor.adjacent()
        && cursor.nstring(Roles.STRING)
        && cursor.space()
        && cursor.nstring(Roles.STRING)
        && sixAddressLists()
        && cursor.space()
        && cursor.nstring(Roles.STRING)
        && cursor.space()
        && cursor.nstring(Roles.STRING)
        && cursor.close();
  }

  private boolean sixAddressLists() {
    for (int i = 0; i < 6; i++) {
      if (!cursor.space() || !addresses()) {
        return false;
      }
    }
    return true;
  }

  /** {@code "(" 1*address ")" / nil}: nothing stands between addresses. */
  private boolean addresses() {
    if (cursor.nilList()) {
      return true;
    }
    if (!cursor.open()) {
      return false;
    }
    do {
      if (!cursor.adjacent() || !address()) {
        return false;
      }
    } while (!cursor.atClose());
    return cursor.close();
  }

  /** {@code address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"}. */
  private boolean address() {
    return cursor.open()
        && cursor.adjacent()
        && cursor.nstring(Roles.STRING)
        && cursor.space()
        && cursor.nstring(Roles.STRING)
        && cursor.space()
        && cursor.nstring(Roles.STRING)
        && cursor.space()
        && cursor.nstring(Roles.STRING)
        && cursor.close();
  }
}
