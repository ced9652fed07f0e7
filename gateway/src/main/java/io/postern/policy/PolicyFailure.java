package io.postern.policy;

/**
 * A policy function failed, and its language knows better than a Java stack trace why and where.
 * Thrown by {@link PolicyFunctions}; ends the session (fail closed).
 */
public final class PolicyFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String place;

  /**
   * @param cause a short sentence for the log, without a peer's octets: {@code raised ValueError}
   * @param place {@code FILE:LINE} of the innermost frame of the policy, with the function's name
   *     behind it where it is known; may be empty
   */
  public PolicyFailure(String cause, String place) {
    super(cause);
    this.place = place;
  }

  /** {@code FILE:LINE}; may be empty. */
  public String place() {
    return place;
  }
}
