package io.postern.policy;

/**
 * The functions of one session's own instance of a policy. Called on policy threads only, one call
 * at a time.
 */
public interface PolicyFunctions {
  /**
   * Calls a function for a command. What it throws, and null, are the caller's to turn into ABORT.
   */
  RequestAction request(FunctionRef function, Call call) throws Exception;

  /** Calls a function for a response. */
  ResponseAction response(FunctionRef function, Call call) throws Exception;

  /** {@link FunctionSource#place} of a function; any thread. */
  default String place(FunctionRef function) {
    return "";
  }

  /**
   * The call that runs at the moment has met its time limit and should end soon, by an exception:
   * best a {@link PolicyFailure} with the place where it stood. Called by a thread of its own,
   * beside the call; the policy thread takes no other call before it has returned. For Java nothing
   * can be done beyond the interrupt of the thread, which has come before.
   */
  default void interrupt() {}
}
