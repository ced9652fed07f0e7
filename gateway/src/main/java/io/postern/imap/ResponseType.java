package io.postern.imap;

/** The second dimension of the response table (spec/policy-semantics.md, section 2). */
public enum ResponseType {
  TAGGED,
  UNTAGGED
}
