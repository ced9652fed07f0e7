package io.postern.session;

/** What becomes of a login before the server hears of it. */
public sealed interface Admission {
  /** It goes on. */
  record Granted() implements Admission {}

  /**
   * It goes on later; the client waits and isn't read.
   *
   * @param millis at least 1
   */
  record Later(long millis) implements Admission {}

  /**
   * It gets NO; the session goes on.
   *
   * @param text the gateway's own, with its response code
   */
  record Refused(String text) implements Admission {}
}
