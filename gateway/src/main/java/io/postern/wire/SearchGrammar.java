package io.postern.wire;

import io.postern.imap.Quirk;

/** SEARCH (RFC 3501), ESEARCH (RFC 9051) and VANISHED (RFC 7162): numbers of messages. */
final class SearchGrammar {
  private final TokenCursor cursor;
  private final Response response;

  SearchGrammar(TokenCursor cursor, Response response) {
    this.cursor = cursor;
    this.response = response;
  }

  /** {@code "SEARCH" *(SP nz-number)}; Q8 forgives SP without a number. */
  boolean search() {
    if (!cursor.hasNext() && cursor.trailingSpace()) {
      return cursor.forgive(Quirk.Q8_EMPTY_SEARCH);
    }
    while (cursor.hasNext()) {
      if (!cursor.space() || !cursor.nzNumber(Numerals.NUMBER_MAX)) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@code esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)}.
   */
  boolean extended() {
    if (cursor.kind() == Frame.OPEN && !(cursor.space() && correlator())) {
      return false;
    }
    if (cursor.is("UID") && !(cursor.space() && cursor.keyword("UID"))) {
      return false;
    }
    while (cursor.hasNext()) {
      if (!cursor.space() || !returned()) {
        return false;
      }
    }
    return true;
  }

  /** {@code search-correlator = SP "(" "TAG" SP tag-string ")"}, behind its SP. */
  private boolean correlator() {
    if (!cursor.open() || !cursor.adjacent() || !cursor.keyword("TAG") || !cursor.space()) {
      return false;
    }
    int tag = cursor.at();
    if (!cursor.astring(Roles.TAG_REFERENCE)) {
      return false;
    }
    response.noteTagReference(tag, cursor.at());
    return cursor.close();
  }

  /**
   * {@code search-return-data} without search-ret-data-ext: data that nobody knows were not asked
   * for.
   */
  private boolean returned() {
    if (cursor.keyword("MIN") || cursor.keyword("MAX")) {
      return cursor.space() && cursor.nzNumber(Numerals.NUMBER_MAX);
    }
    if (cursor.keyword("ALL")) {
      return cursor.space() && cursor.set(true);
    }
    return cursor.keyword("COUNT") && cursor.space() && cursor.number(Numerals.NUMBER_MAX);
  }

  /**
   * {@code expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids}: {@code *} is not allowed in
   * them.
   */
  boolean vanished() {
    if (cursor.kind() == Frame.OPEN) {
      boolean sound =
          cursor.space()
              && cursor.open()
              && cursor.adjacent()
              && cursor.keyword("EARLIER")
              && cursor.close();
      if (!sound) {
        return false;
      }
      response.noteEarlier();
    }
    return cursor.space() && cursor.set(false);
  }
}
