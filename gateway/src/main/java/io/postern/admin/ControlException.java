package io.postern.admin;

/** A gateway couldn't be asked, or a socket couldn't be made; the message is one sentence. */
public final class ControlException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Nobody answers there. */
    NOT_RUNNING,
    /** Another gateway answers there. */
    IN_USE,
    /** The system doesn't permit it. */
    NOT_PERMITTED,
    /** The path can't be one of a socket. */
    BAD_PATH,
    /** Anything else: the connection broke, the answer wasn't one. */
    OTHER
  }

  private final Reason reason;

  public ControlException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
