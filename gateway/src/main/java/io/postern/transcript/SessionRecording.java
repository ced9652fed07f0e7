package io.postern.transcript;

import java.util.function.Consumer;

/**
 * Writes a session as a transcript while it runs: what the four parties said and heard, with
 * secrets and message octets replaced by filler of equal length, so that the played transcript
 * passes and shows nobody's mail.
 *
 * <p>Whoever carries the session tells everything here, in its order, from the connection on, on
 * the session's thread:
 *
 * <pre>
 * // Octets of a party: said() tells how many of them make one statement. Just these go to the
 * // session next, so that what is heard of them is told before the statement behind them.
 * while (length &gt; 0) {
 *   int now = recording.said(Voice.CLIENT, octets, offset, length);
 *   session.clientOctets(octets, offset, now, clock);
 *   offset += now;
 *   length -= now;
 * }
 * // The session's effects: toClient and toServer are heard(), closeClient and closeServer are
 * // closed(), ask is asked(); and before Session.answered comes answered().
 * // Before Session.clientClosed, serverClosed: closes(). Before Session.tick: passes().
 * // Before anything else that no transcript can say (a drain, a limit of all sessions): ends().
 * </pre>
 *
 * <p>Lines come to {@code out} as soon as nothing can change them any more, each without its line
 * feed; they are ASCII. Memory is bounded by the longest line of the session: the octets of
 * messages are counted, not kept. What can't be framed is never written: a comment says so and the
 * recording is {@link #over}; what is told behind that is ignored.
 */
public final class SessionRecording {
  private final Consumer<String> out;
  private boolean over;

  public SessionRecording(RecordingHead head, Consumer<String> out) {
    this.out = out;
    out.accept("transcript 1");
    out.accept("# " + head.name() + " -- " + head.story());
  }

  /**
   * A party has said octets.
   *
   * @return how many of them belong to this statement, 1 to {@code length}: hand just these to the
   *     session, then come again with the rest
   */
  public int said(Voice voice, byte[] octets, int offset, int length) {
    return length;
  }

  /** The session has said octets to a party. */
  public void heard(Voice voice, byte[] octets, int offset, int length) {}

  /**
   * A party sends no more.
   *
   * @param abrupt its connection broke: no transcript can say that, and the recording ends
   */
  public void closes(Voice voice, boolean abrupt) {}

  /** The session has closed the connection to a party. */
  public void closed(Voice voice) {}

  /** A policy function is asked; until {@link #answered} the session may go on with the rest. */
  public void asked(long question) {}

  /** The answer to a question is about to be given to the session. */
  public void answered(long question) {}

  /**
   * Time is about to pass in the session: its deadline may have come.
   *
   * @param millis since the session began
   */
  public void passes(long millis) {}

  /**
   * Nothing further is recorded; all that is still held is written, and {@code why} as a comment.
   *
   * @param why a short sentence of the caller's own, never a peer's octets
   */
  public void ends(String why) {
    if (!over) {
      over = true;
      out.accept("# " + why);
    }
  }

  /** Whether nothing is recorded any more. */
  public boolean over() {
    return over;
  }
}
