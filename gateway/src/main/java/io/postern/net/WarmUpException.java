package io.postern.net;

/**
 * A policy's functions, or its service's TLS, can't be made ready: the service must not take
 * sessions.
 */
public final class WarmUpException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String service;

  WarmUpException(String service, String cause, String place) {
    super(
        "service "
            + service
            + ": its policy can't be made ready: "
            + cause
            + (place.isEmpty() ? "" : " (" + place + ")"));
    this.service = service;
  }

  /**
   * @param tls what is wrong with its certificates
   */
  WarmUpException(String service, String tls) {
    super("service " + service + ": its TLS can't be made ready: " + tls);
    this.service = service;
  }

  /** Which service it is. */
  public String service() {
    return service;
  }
}
