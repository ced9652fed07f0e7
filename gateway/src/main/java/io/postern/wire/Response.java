package io.postern.wire;

import io.postern.imap.Argument;
import io.postern.imap.CodeName;
import io.postern.imap.ResponseName;
import java.util.List;
import java.util.Optional;

/**
 * A view of the response in a frame: spans of octets and facts; values are made when somebody asks.
 * It lives as long as the frame's line; behind a streamed literal it speaks of the segment that
 * follows (kind, name and number stay).
 */
public final class Response {
  /** The first alternative of the grammar. */
  public enum Kind {
    CONTINUATION,
    TAGGED,
    UNTAGGED,
    /** Untagged and of no known name; soundly framed. */
    UNKNOWN
  }

  public Kind kind() {
    throw new UnsupportedOperationException();
  }

  /** TAGGED: the tag as sent by the server. */
  public String tag() {
    throw new UnsupportedOperationException();
  }

  /** Not for CONTINUATION and UNKNOWN. */
  public ResponseName name() {
    throw new UnsupportedOperationException();
  }

  /** The number before EXISTS, RECENT, EXPUNGE, FETCH; else -1. */
  public long number() {
    throw new UnsupportedOperationException();
  }

  /**
   * FETCH: the {@link io.postern.imap.FetchKind} bits of the items in this segment (for HEAD: up to
   * the announced literal).
   */
  public int fetchKinds() {
    throw new UnsupportedOperationException();
  }

  /** Bits of the {@link io.postern.imap.Quirk}s (1 &lt;&lt; ordinal) that the segment needed. */
  public int quirks() {
    throw new UnsupportedOperationException();
  }

  /** Whether a status (or continuation) carries a response code. */
  public boolean hasCode() {
    throw new UnsupportedOperationException();
  }

  /** The code's name if the engine knows it. */
  public Optional<CodeName> codeName() {
    throw new UnsupportedOperationException();
  }

  /** The code's name as sent, in upper case: for look-ups of unknown codes. */
  public String codeText() {
    throw new UnsupportedOperationException();
  }

  /** Where the code begins, with its bracket. */
  public int codeStart() {
    throw new UnsupportedOperationException();
  }

  /** The offset behind the code's closing bracket. */
  public int codeEnd() {
    throw new UnsupportedOperationException();
  }

  /** Where the human-readable text of a status, or the text of a continuation, begins. */
  public int textStart() {
    throw new UnsupportedOperationException();
  }

  public int textEnd() {
    throw new UnsupportedOperationException();
  }

  /** CAPABILITY data or code, or ENABLED: the names as sent, in upper case. */
  public List<String> capabilities() {
    throw new UnsupportedOperationException();
  }

  /** Where the names of {@link #capabilities} begin: the first octet of the first name. */
  public int capabilitiesStart() {
    throw new UnsupportedOperationException();
  }

  /** The offset behind the last name. */
  public int capabilitiesEnd() {
    throw new UnsupportedOperationException();
  }

  /** How many tag references the segment holds. */
  public int tagReferences() {
    throw new UnsupportedOperationException();
  }

  /** The tag that the reference names. */
  public String tagReference(int index) {
    throw new UnsupportedOperationException();
  }

  /** The whole string as it stands in the frame, with quotes or with its literal's marker. */
  public int tagReferenceStart(int index) {
    throw new UnsupportedOperationException();
  }

  public int tagReferenceEnd(int index) {
    throw new UnsupportedOperationException();
  }

  /** VANISHED (EARLIER). */
  public boolean earlier() {
    throw new UnsupportedOperationException();
  }

  /**
   * The arguments in the form of policies; tags in them as sent. At HEAD: ends with the literal,
   * open lists closed.
   */
  public List<Argument> arguments() {
    throw new UnsupportedOperationException();
  }
}
