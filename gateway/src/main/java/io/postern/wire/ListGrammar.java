package io.postern.wire;

/** {@code mailbox-list} and STATUS of RFC 9051, section 9, with extended data. */
final class ListGrammar {
  private final TokenCursor cursor;

  ListGrammar(TokenCursor cursor) {
    this.cursor = cursor;
  }

  /**
   * {@code mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
   * [SP mbox-list-extended]}.
   */
  boolean list(boolean extended) {
    if (!cursor.space()
        || !cursor.flagList(false)
        || !cursor.space()
        || !cursor.delimiter()
        || !cursor.space()
        || !cursor.mailbox()) {
      return false;
    }
    return !extended || !cursor.hasNext() || (cursor.space() && extendedItems());
  }

  /** {@code "(" [mbox-list-extended-item *(SP mbox-list-extended-item)] ")"}. */
  private boolean extendedItems() {
    if (!cursor.open()) {
      return false;
    }
    for (boolean first = true; !cursor.atClose(); first = false) {
      if (!cursor.separator(first) || !extendedItem()) {
        return false;
      }
    }
    return cursor.close();
  }

  /**
   * {@code childinfo-extended-item / oldname-extended-item / (mbox-list-extended-item-tag SP
   * tagged-ext-val)}: the tag is an astring.
   */
  private boolean extendedItem() {
    boolean oldName = cursor.hasText("OLDNAME");
    boolean childInfo = cursor.hasText("CHILDINFO");
    if (!cursor.astring(Roles.KEYWORD) || !cursor.space()) {
      return false;
    }
    if (oldName) {
      return cursor.open() && cursor.adjacent() && cursor.mailbox() && cursor.close();
    }
    return childInfo ? cursor.strings() : taggedValue();
  }

  /**
   * {@code tagged-ext-val = tagged-ext-simple / "(" [tagged-ext-comp] ")"}: a number is a
   * sequence-set too.
   */
  private boolean taggedValue() {
    if (cursor.kind() != Frame.OPEN) {
      return cursor.number(Numerals.NUMBER64_MAX) || cursor.set(true);
    }
    if (!cursor.open()) {
      return false;
    }
    return cursor.atClose() ? cursor.close() : composite();
  }

  /**
   * {@code tagged-ext-comp = astring / tagged-ext-comp *(SP tagged-ext-comp) / "(" tagged-ext-comp
   * ")"}, and its end.
   */
  private boolean composite() {
    boolean first = true;
    do {
      if (!cursor.separator(first)) {
        return false;
      }
      boolean sound =
          cursor.kind() == Frame.OPEN ? cursor.open() && composite() : cursor.astring(Roles.STRING);
      if (!sound) {
        return false;
      }
      first = false;
    } while (!cursor.atClose());
    return cursor.close();
  }

  /** {@code "STATUS" SP mailbox SP "(" [status-att-list] ")"}. */
  boolean status() {
    if (!cursor.space() || !cursor.mailbox() || !cursor.space() || !cursor.open()) {
      return false;
    }
    for (boolean first = true; !cursor.atClose(); first = false) {
      if (!cursor.separator(first) || !attribute()) {
        return false;
      }
    }
    return cursor.close();
  }

  /** {@code status-att-val}; HIGHESTMODSEQ is RFC 7162's, RECENT RFC 3501's. */
  private boolean attribute() {
    if (cursor.keyword("MESSAGES")
        || cursor.keyword("RECENT")
        || cursor.keyword("UNSEEN")
        || cursor.keyword("DELETED")) {
      return cursor.space() && cursor.number(Numerals.NUMBER_MAX);
    }
    if (cursor.keyword("UIDNEXT") || cursor.keyword("UIDVALIDITY")) {
      return cursor.space() && cursor.nzNumber(Numerals.NUMBER_MAX);
    }
    return (cursor.keyword("SIZE") || cursor.keyword("HIGHESTMODSEQ"))
        && cursor.space()
        && cursor.number(Numerals.NUMBER64_MAX);
  }
}
