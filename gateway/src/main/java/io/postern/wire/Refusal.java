package io.postern.wire;

/**
 * Why the grammar refuses a command, on its way out of the recursive descent; it never leaves this
 * package. Without a stack trace, since strangers cause it by the million.
 */
final class Refusal extends RuntimeException {
  Refusal(String reason) {
    super(reason, null, false, false);
  }

  /** A short true sentence part in our own words, fit for a BAD. */
  String reason() {
    return getMessage();
  }
}
