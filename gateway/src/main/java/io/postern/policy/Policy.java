package io.postern.policy;

import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;

/** Four tables, compiled: static verdicts are array look-ups. Equal tables are equal policies. */
public final class Policy {
  private Policy() {}

  /**
   * Section 2: the exact name, for UID commands "UID", the two-word and the plain name, else "*",
   * else REJECT.
   */
  public Rule<RequestAction> request(CommandName name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether the request table names the command itself (not by star): then a dropped capability
   * doesn't refuse it.
   */
  public boolean namesRequest(CommandName name) {
    throw new UnsupportedOperationException();
  }

  /** Section 2, the twelve look-ups; REJECT without an entry. */
  public Rule<ResponseAction> response(Owner owner, ResponseType type, ResponseName name) {
    throw new UnsupportedOperationException();
  }

  /**
   * A response code's verdict: ACCEPT keeps it, DROP and REJECT remove it, ABORT ends, Call asks.
   * Without an entry: ACCEPT if the engine knows the code, else DROP. Codes that are never
   * removable come out as ACCEPT unless named ABORT.
   *
   * @param code upper case, without brackets
   */
  public Rule<ResponseAction> code(Owner owner, ResponseType type, String code) {
    throw new UnsupportedOperationException();
  }

  /** Whether the table names the code itself: REFERRAL before authentication needs that. */
  public boolean namesCode(Owner owner, ResponseType type, String code) {
    throw new UnsupportedOperationException();
  }

  /** Whether the capability table accepts it: exact name, else "*", else dropped. */
  public boolean accepts(String capability) {
    throw new UnsupportedOperationException();
  }

  /** Whether servers' quirks are tolerated (off in heirs of ImapProxyStrict). */
  public boolean quirks() {
    throw new UnsupportedOperationException();
  }

  /** The functions for a new session: the session's own instance of the policy. */
  public PolicyFunctions open(SessionFacts session) {
    throw new UnsupportedOperationException();
  }
}
