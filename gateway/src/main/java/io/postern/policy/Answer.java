package io.postern.policy;

import io.postern.imap.ConnectionState;

/** What came of a {@link Question}. */
public sealed interface Answer {
  /** The function returned an action for a command, and left imap_state_new so. */
  record ForRequest(RequestAction action, ConnectionState newState) implements Answer {}

  record ForResponse(ResponseAction action, ConnectionState newState) implements Answer {}

  /**
   * It threw, returned nonsense, or was too slow: ABORT (fail closed).
   *
   * @param cause a short sentence for the log
   * @param place the policy's file and line, as far as known
   */
  record Failed(String cause, String place) implements Answer {}

  /**
   * The function wasn't called: to a {@link Question#ahead} behind an answer that might change what
   * it asks, or that took its time. Whoever still wants to know asks again.
   */
  record Unasked() implements Answer {}
}
