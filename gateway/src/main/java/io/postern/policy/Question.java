package io.postern.policy;

/**
 * A call that waits for a policy thread.
 *
 * @param number counts the session's questions; the answer names it again
 * @param response whether it is a response that is judged
 */
public record Question(long number, FunctionRef function, boolean response, Call call) {}
