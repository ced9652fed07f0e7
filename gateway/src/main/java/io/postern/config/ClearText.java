package io.postern.config;

import io.postern.service.Address;

/**
 * What is said about a listener beyond loopback without TLS, by the check and again at each start.
 */
public final class ClearText {
  private ClearText() {}

  /** The warning's text. */
  public static String warning(String service, Address listen) {
    return "service "
        + service
        + " listens on "
        + listen
        + " without TLS: passwords and mail cross the network in clear (clear_text: allowed)";
  }
}
