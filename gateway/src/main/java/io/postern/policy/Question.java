package io.postern.policy;

/**
 * A call that waits for a policy thread.
 *
 * @param number counts the session's questions; the answer names it again
 * @param policy 0 for the policy in force; n for the session's n-th observed one, whose answer
 *     nothing waits for
 * @param response whether it is a response that is judged
 */
public record Question(long number, int policy, FunctionRef function, boolean response, Call call) {
  /** Of the policy in force. */
  public Question(long number, FunctionRef function, boolean response, Call call) {
    this(number, 0, function, response, call);
  }
}
