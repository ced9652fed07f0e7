package io.postern.imap;

/** The states of a session (spec/policy-semantics.md, section 9; RFC 9051, section 3). */
public enum ConnectionState {
  /** Before any command was judged; what NONAUTH (after PREAUTH: AUTH) allows is allowed. */
  INITIAL,
  NONAUTH,
  AUTHENTICATING,
  AUTH,
  SELECTED,
  QUIT;

  /** The constant's name in policies: {@code IMAP_IS_SELECTED}. */
  public String policyName() {
    return "IMAP_IS_" + name();
  }

  public boolean authenticated() {
    return this == AUTH || this == SELECTED;
  }
}
