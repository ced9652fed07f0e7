package io.postern.policy;

/**
 * Empty tables: everything is denied. The base of all Java policies; an instance is made at load,
 * and one for each session.
 *
 * <p>An heir needs a constructor without parameters, and {@link #config}; the functions that it
 * names get a {@link Call}.
 */
public class AbstractImapProxy {
  /** Fills the tables; an heir calls {@code super.config(t)} first, or starts from empty ones. */
  protected void config(PolicyTables t) {}

  /** Whether servers' quirks are tolerated (spec/policy-semantics.md, section 10). */
  boolean quirks() {
    return false;
  }
}
