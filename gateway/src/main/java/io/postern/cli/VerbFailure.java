package io.postern.cli;

/** Ends a verb with one message and an exit code; not for our own mistakes. */
final class VerbFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;

  /** The message is one line for the operator. */
  VerbFailure(int exit, String message) {
    super(message, null, false, false);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }
}
