package io.postern.policy;

/**
 * Where a policy's functions come from; knows them by {@link FunctionRef#name}. Shared by all
 * sessions and threads.
 */
public interface FunctionSource {
  /**
   * Makes ready what can be made ready before there is a session. Called on each policy thread
   * before the port opens, and on a thread that takes the place of an abandoned one; what it throws
   * is the policy's failure.
   */
  default void warm() throws Exception {}

  /**
   * Forgets what its sessions have left for later ones, as if none had been. For transcripts: each
   * begins in the same world.
   */
  default void forget() {}

  /**
   * Where a function stands in the policy, {@code FILE:LINE}: what the log tells of one that was
   * too slow and could not say where it was. Empty where nobody knows; any thread.
   */
  default String place(FunctionRef function) {
    return "";
  }

  /**
   * A session's own instance. Called on a policy thread, at the session's first question; what it
   * throws is the policy's failure.
   */
  PolicyFunctions open(SessionFacts session) throws Exception;
}
