package io.postern.wire;

import io.postern.imap.Limits;

/**
 * The grammar of responses (RFC 9051 section 7, RFC 3501 section 7), written once: it validates
 * every token of a frame without allocating, notes roles beside the tokens, and leaves its findings
 * in one reused {@link Response}.
 */
public final class ResponseParser {
  /** What a frame is by the grammar. */
  public enum Outcome {
    /** A whole response, or the rest of one behind a streamed literal. */
    WHOLE,
    /**
     * A valid beginning of a FETCH response up to an announced message literal, which is to be
     * streamed.
     */
    HEAD,
    /** The announced literal is an argument: hold it (nothing has been validated yet). */
    ARGUMENT,
    /**
     * Soundly framed, but not by the grammar; {@link Response#name} is known where {@link
     * Response#kind} isn't UNKNOWN.
     */
    UNGRAMMATICAL
  }

  public ResponseParser(Limits limits) {
    throw new UnsupportedOperationException();
  }

  /**
   * At {@link Framer.Event#LINE} (announced false) or {@link Framer.Event#LITERAL} (announced
   * true).
   */
  public Outcome parse(Frame frame, boolean announced, Syntax syntax) {
    throw new UnsupportedOperationException();
  }

  /** The findings of the last {@link #parse}: valid until the frame is cleared. */
  public Response response() {
    throw new UnsupportedOperationException();
  }
}
