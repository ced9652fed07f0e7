package io.postern.wire;

/**
 * What a server says of itself: CAPABILITY, ENABLED (RFC 5161), ID (RFC 2971), NAMESPACE (RFC
 * 2342); RFC 9051, section 7.2.
 */
final class ServerGrammar {
  private final TokenCursor cursor;
  private final Response response;

  ServerGrammar(TokenCursor cursor, Response response) {
    this.cursor = cursor;
    this.response = response;
  }

  /**
   * {@code *(SP capability)} with at least {@code least} names. That IMAP4rev1 or IMAP4rev2 is
   * among them, as the ABNF of CAPABILITY has it, is not asked for: an administrator's own answer
   * may hide it.
   */
  boolean capabilities(int least) {
    int count = 0;
    while (cursor.hasNext() && cursor.kind() != Frame.CLOSE_BRACKET) {
      int first = cursor.at();
      if (!cursor.space() || !cursor.atom(Roles.KEYWORD)) {
        return false;
      }
      response.noteCapability(first, cursor.at());
      count++;
    }
    return count >= least;
  }

  /** {@code id-response = "ID" SP id-params-list}: {@code "(" #(string SP nstring) ")" / nil}. */
  boolean id() {
    if (!cursor.space()) {
      return false;
    }
    if (cursor.nil()) {
      return true;
    }
    if (!cursor.open()) {
      return false;
    }
    for (boolean first = true; !cursor.atClose(); first = false) {
      if (!cursor.separator(first)
          || !cursor.string(Roles.STRING)
          || !cursor.space()
          || !cursor.nstring(Roles.STRING)) {
        return false;
      }
    }
    return cursor.close();
  }

  /** {@code namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace}. */
  boolean namespaces() {
    return cursor.space()
        && namespace()
        && cursor.space()
        && namespace()
        && cursor.space()
        && namespace();
  }

  /** {@code namespace = nil / "(" 1*namespace-descr ")"}. */
  private boolean namespace() {
    if (cursor.nilList()) {
      return true;
    }
    if (!cursor.open()) {
      return false;
    }
    do {
      if (!cursor.adjacent() || !description()) {
        return false;
      }
    } while (!cursor.atClose());
    return cursor.close();
  }

  /**
   * {@code namespace-descr = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil)
   * [namespace-response-extensions] ")"}, where each extension is {@code SP string SP "(" string
   * *(SP string) ")"}.
   */
  private boolean description() {
    if (!cursor.open()
        || !cursor.adjacent()
        || !cursor.string(Roles.STRING)
        || !cursor.space()
        || !cursor.delimiter()) {
      return false;
    }
    while (!cursor.atClose()) {
      if (!cursor.space() || !cursor.string(Roles.STRING) || !cursor.space() || !cursor.strings()) {
        return false;
      }
    }
    return cursor.close();
  }
}
