package io.postern.policy;

/**
 * A call that waits for a policy thread.
 *
 * @param number counts the session's questions; the answer names it again
 * @param policy 0 for the policy in force; n for the session's n-th observed one, whose answer
 *     nothing waits for
 * @param response whether it is a response that is judged
 * @param ahead whether the command before it is still being asked about, by the question to the
 *     policy in force that was put just before: its function is called only if that one's answer
 *     {@link #lets} it; else the answer is {@link Answer.Unasked}
 */
public record Question(
    long number, int policy, FunctionRef function, boolean response, boolean ahead, Call call) {
  /** About what has its turn. */
  public Question(long number, int policy, FunctionRef function, boolean response, Call call) {
    this(number, policy, function, response, false, call);
  }

  /** Of the policy in force. */
  public Question(long number, FunctionRef function, boolean response, Call call) {
    this(number, 0, function, response, call);
  }

  /**
   * Whether a question about the next command, asked ahead, means the same behind this answer: the
   * session goes on as it is.
   */
  public boolean lets(Answer answer) {
    return answer instanceof Answer.ForRequest request
        && request.newState() == call.leadsTo()
        && (request.action() instanceof RequestAction.Accept
            || request.action() instanceof RequestAction.Reject);
  }
}
