package io.postern.session;

/**
 * What the four voices of one session say and hear, as it happens, for a recording
 * (docs/transcripts.md).
 *
 * <p>Called on the session's loop, in the order of events: what a peer says comes before what the
 * session makes of it. Octets are lent until the method returns, and are what the peers sent,
 * passwords and messages included: a tap that keeps or tells anything redacts it first. It must
 * neither block nor hold more than a bound; what it throws ends the tap, not the session.
 */
public interface SessionTap {
  /**
   * The client has sent octets, cut anywhere.
   *
   * @return how many of them the session shall see before the rest is told: 1 to {@code length}
   */
  int clientSays(byte[] octets, int offset, int length);

  /** The same of the server. */
  int serverSays(byte[] octets, int offset, int length);

  /** The session has sent octets to the client. */
  void clientHears(byte[] octets, int offset, int length);

  /** The session has sent octets to the server. */
  void serverHears(byte[] octets, int offset, int length);

  /** TLS with the client stands, which the session had asked for. */
  void clientSecured();

  /** The same with the server. */
  void serverSecured();

  /** The client sends no more; {@code abrupt}: its connection broke. */
  void clientCloses(boolean abrupt);

  /** The same of the server. */
  void serverCloses(boolean abrupt);

  /** The session has closed the connection to the client. */
  void clientClosed();

  /** The session has closed the connection to the server. */
  void serverClosed();

  /** A policy function is asked. */
  void asked(long question);

  /** The session is about to get the answer. */
  void answered(long question);

  /**
   * The session is about to look at the clock: its deadline has come.
   *
   * @param millis since it began
   */
  void passes(long millis);

  /** The session has been asked to end at its next quiet moment. */
  void drains();

  /**
   * The last call: nothing more is told.
   *
   * @param why a sentence of our own; empty where the session has ended by itself
   */
  void ends(String why);
}
