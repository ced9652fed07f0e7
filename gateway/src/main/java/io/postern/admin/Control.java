package io.postern.admin;

/** What an administrator can ask of a gateway that runs, and have it do. Any thread. */
public interface Control {
  /** How it is, now. */
  GatewayStatus status();

  /**
   * Reads the configuration and its policies anew, and lets new sessions have them; if anything is
   * wrong, all stays as it is and the answer says what. One after the other, if several ask.
   *
   * @param dryRun whether that is only tried
   */
  ControlAnswer reload(boolean dryRun);
}
