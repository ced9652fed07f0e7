package io.postern.transcript;

/**
 * Who speaks to the gateway and hears from it; the gateway's own two sides are what it tells them.
 */
public enum Voice {
  CLIENT,
  SERVER;

  /** As transcripts write it. */
  public String text() {
    return this == CLIENT ? "client" : "server";
  }
}
