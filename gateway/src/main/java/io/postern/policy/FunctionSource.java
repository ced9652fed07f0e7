package io.postern.policy;

/**
 * Where a policy's functions come from; knows them by {@link FunctionRef#name}. Shared by all
 * sessions and threads.
 */
public interface FunctionSource {
  /**
   * A session's own instance. Called on a policy thread, at the session's first question; what it
   * throws is the policy's failure.
   */
  PolicyFunctions open(SessionFacts session) throws Exception;
}
