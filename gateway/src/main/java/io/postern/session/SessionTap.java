package io.postern.session;

/**
 * What the four voices of one session say and hear, as it happens: for a recording
 * (docs/transcripts.md).
 *
 * <p>Called on the session's loop, in the order of events: what a peer says comes before what the
 * session makes of it. The octets are lent until the method returns, and hold whatever the peers
 * sent, passwords and messages included: a tap that keeps or tells anything redacts it first. It
 * must neither block nor throw.
 */
public interface SessionTap {
  /** The client has sent octets, cut anywhere; the session is about to see them. */
  void clientSays(byte[] octets, int offset, int length);

  /** The server has sent octets, cut anywhere; the session is about to see them. */
  void serverSays(byte[] octets, int offset, int length);

  /** The session has sent octets to the client. */
  void clientHears(byte[] octets, int offset, int length);

  /** The session has sent octets to the server. */
  void serverHears(byte[] octets, int offset, int length);

  /** The client sends no more. */
  void clientCloses();

  /** The server sends no more. */
  void serverCloses();

  /**
   * Time has passed since the previous event; told before an event that time brought about (a
   * timeout), and never else.
   *
   * @param millis since the session's last event
   */
  void timePasses(long millis);

  /** The session has closed both connections: nothing comes any more. */
  void bothClosed();
}
