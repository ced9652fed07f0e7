package io.postern.imap;

/**
 * The kinds of FETCH data by which a response finds its command (spec/policy-semantics.md, section
 * 3); a set is a bit mask.
 */
public enum FetchKind {
  UID,
  FLAGS,
  MODSEQ,
  ENVELOPE,
  INTERNALDATE,
  SIZE,
  BODY,
  BODYSTRUCTURE,
  /** BODY[..], RFC822, RFC822.HEADER, RFC822.TEXT. */
  BODY_DATA,
  BINARY_DATA,
  BINARY_SIZE;

  /** UID, FLAGS and MODSEQ: what a server may send at any time. */
  public static final int UNASKED = UID.bit() | FLAGS.bit() | MODSEQ.bit();

  public int bit() {
    return 1 << ordinal();
  }
}
