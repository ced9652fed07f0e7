package io.postern.net;

/** A recording that waits for its session, or goes on. Any thread. */
@FunctionalInterface
public interface Tapping {
  /**
   * Gives it up. A session that is being recorded goes on without; its tap's {@link
   * io.postern.session.SessionTap#ends ends} comes on the session's loop, soon.
   *
   * @param why for the tap
   * @return whether there is, or was, a session; if not, nothing will come
   */
  boolean close(String why);
}
