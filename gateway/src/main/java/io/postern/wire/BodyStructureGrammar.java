package io.postern.wire;

/**
 * {@code body} of RFC 9051, section 9 (and RFC 3501): BODY and BODYSTRUCTURE, with extension data.
 */
final class BodyStructureGrammar {
  private final TokenCursor cursor;
  private final EnvelopeGrammar envelopes;

  BodyStructureGrammar(TokenCursor cursor, EnvelopeGrammar envelopes) {
    this.cursor = cursor;
    this.envelopes = envelopes;
  }

  /** {@code body = "(" (body-type-1part / body-type-mpart) ")"}. */
  boolean body() {
    if (!cursor.open() || !cursor.adjacent()) {
      return false;
    }
    return (cursor.kind() == Frame.OPEN ? multipart() : onePart()) && cursor.close();
  }

  /** {@code body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]}. */
  private boolean multipart() {
    do {
      if (!cursor.adjacent() || !body()) {
        return false;
      }
    } while (cursor.kind() == Frame.OPEN);
    if (!cursor.space() || !cursor.bodyString(Roles.STRING)) {
      return false;
    }
    return cursor.atClose() || (cursor.space() && parameters() && extension());
  }

  /**
   * {@code body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP
   * body-ext-1part]}. By the ABNF a TEXT or MESSAGE/RFC822 part could pass for a basic one; section
   * 7.5.2 says that it has its lines and envelope. MESSAGE/GLOBAL has them in RFC 9051 and not in
   * RFC 3501.
   */
  private boolean onePart() {
    boolean text = cursor.hasText("TEXT");
    boolean message = cursor.hasText("MESSAGE");
    if (!cursor.bodyString(Roles.STRING) || !cursor.space()) {
      return false;
    }
    boolean rfc822 = message && cursor.hasText("RFC822");
    boolean global = message && cursor.hasText("GLOBAL");
    if (!cursor.bodyString(Roles.STRING) || !fields()) {
      return false;
    }
    if (rfc822 || (global && cursor.kind() == Frame.OPEN)) {
      if (!cursor.space() || !envelopes.envelope() || !cursor.space() || !body() || !lines()) {
        return false;
      }
    } else if (text && !lines()) {
      return false;
    }
    return cursor.atClose() || (cursor.space() && cursor.nstring(Roles.STRING) && extension());
  }

  /**
   * {@code body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP
   * body-fld-octets}, with the SP before it.
   */
  private boolean fields() {
    return cursor.space()
        && parameters()
        && cursor.space()
        && cursor.nstring(Roles.STRING)
        && cursor.space()
        && cursor.nstring(Roles.STRING)
        && cursor.space()
        && cursor.bodyString(Roles.STRING)
        && cursor.space()
        && cursor.bodyNumber(Numerals.NUMBER_MAX);
  }

  /** {@code SP body-fld-lines}: number64 in RFC 9051. */
  private boolean lines() {
    return cursor.space() && cursor.bodyNumber(Numerals.NUMBER64_MAX);
  }

  /** {@code body-fld-param = "(" string SP string *(SP string SP string) ")" / nil}. */
  private boolean parameters() {
    if (cursor.nilList()) {
      return true;
    }
    if (!cursor.open()) {
      return false;
    }
    boolean first = true;
    do {
      if (!cursor.separator(first)
          || !cursor.bodyString(Roles.STRING)
          || !cursor.space()
          || !cursor.bodyString(Roles.STRING)) {
        return false;
      }
      first = false;
    } while (!cursor.atClose());
    return cursor.close();
  }

  /** {@code [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]]}. */
  private boolean extension() {
    if (cursor.atClose()) {
      return true;
    }
    if (!cursor.space() || !disposition()) {
      return false;
    }
    if (cursor.atClose()) {
      return true;
    }
    if (!cursor.space() || !languages()) {
      return false;
    }
    if (cursor.atClose()) {
      return true;
    }
    if (!cursor.space() || !cursor.nstring(Roles.STRING)) {
      return false;
    }
    while (!cursor.atClose()) {
      if (!cursor.space() || !bodyExtension()) {
        return false;
      }
    }
    return true;
  }

  /** {@code body-fld-dsp = "(" string SP body-fld-param ")" / nil}. */
  private boolean disposition() {
    return cursor.nilList()
        || (cursor.open()
            && cursor.adjacent()
            && cursor.bodyString(Roles.STRING)
            && cursor.space()
            && parameters()
            && cursor.close());
  }

  /** {@code body-fld-lang = nstring / "(" string *(SP string) ")"}. */
  private boolean languages() {
    if (cursor.nstring(Roles.STRING) || cursor.nilList()) {
      return true;
    }
    if (!cursor.open()) {
      return false;
    }
    boolean first = true;
    do {
      if (!cursor.separator(first) || !cursor.bodyString(Roles.STRING)) {
        return false;
      }
      first = false;
    } while (!cursor.atClose());
    return cursor.close();
  }

  /**
   * {@code body-extension = nstring / number / number64 / "(" body-extension *(SP body-extension)
   * ")"}: data of the future, which clients must accept and ignore.
   */
  private boolean bodyExtension() {
    if (cursor.nstring(Roles.STRING) || cursor.number(Numerals.NUMBER64_MAX) || cursor.nilList()) {
      return true;
    }
    if (!cursor.open()) {
      return false;
    }
    boolean first = true;
    do {
      if (!cursor.separator(first) || !bodyExtension()) {
        return false;
      }
      first = false;
    } while (!cursor.atClose());
    return cursor.close();
  }
}
