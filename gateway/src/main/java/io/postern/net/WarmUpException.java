package io.postern.net;

/** A policy's functions can't be made ready: its service must not take sessions. */
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

  /** Whose policy it is. */
  public String service() {
    return service;
  }
}
