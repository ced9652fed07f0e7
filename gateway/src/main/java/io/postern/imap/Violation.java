package io.postern.imap;

/**
 * A peer's breach of framing or of the protocol: BYE and close, no way back (design decision 8). It
 * carries kind and position, never the peer's octets.
 *
 * @param kind a closed list, fit for a metric label
 * @param position octets into the line, or -1 where that means nothing
 */
public record Violation(Kind kind, long position) {
  /** What was breached. */
  public enum Kind {
    BARE_CR("a bare CR"),
    BARE_LF("a bare LF"),
    NUL("a NUL octet"),
    LINE_TOO_LONG("a line over its bound"),
    LITERAL_MARKER("a malformed literal marker"),
    LITERAL_SIZE("a literal over its bound"),
    LITERALS_TOO_MANY("too many literals"),
    LITERALS_TOO_LARGE("literals over their bound"),
    UNTERMINATED_QUOTE("an unterminated quoted string"),
    COMMAND_TAIL("a malformed command behind a literal"),
    BAD_ESCAPE("a bad escape in a quoted string"),
    LITERAL8_PLACE("a literal8 out of place"),
    TOO_MANY_ERRORS("too many bad commands"),
    GREETING("a malformed greeting"),
    BEFORE_GREETING("octets before they were due"),
    UNKNOWN_TAG("a response to no pending command"),
    EARLY_COMPLETION("a command completed before it was sent"),
    UNEXPECTED_CONTINUATION("an unexpected continuation request"),
    IDLE_LINE("a line other than DONE in IDLE"),
    SASL_LINE("a malformed SASL line"),
    RESPONSE("a malformed response"),
    STATE("a response out of state"),
    ENABLED("a capability enabled that nobody asked for"),
    CLEAR_TEXT_BEHIND_TLS("octets in clear behind a security layer"),
    AFTER_BYE("data after BYE"),
    PENDING("too many commands in progress");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** A short true sentence part, fit for the client's eyes. */
    public String text() {
      return text;
    }
  }
}
