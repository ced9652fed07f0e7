package io.postern.session;

import io.postern.policy.Answer;

/** One conversation between a client and a server, both ways parsed, judged and encoded. */
public final class Session {
  /** {@code now}: milliseconds from any fixed point; time only passes by the arguments of these methods. */
  public Session(SessionSettings settings, Effects effects, long now) {
    throw new UnsupportedOperationException();
  }

  /** Octets from the client; the array may be reused when this returns. */
  public void clientOctets(byte[] octets, int offset, int length, long now) {
    throw new UnsupportedOperationException();
  }

  public void serverOctets(byte[] octets, int offset, int length, long now) {
    throw new UnsupportedOperationException();
  }

  /** The server can't be reached: the client gets {@code * BYE [UNAVAILABLE]} as its greeting. */
  public void serverUnreachable(long now) {
    throw new UnsupportedOperationException();
  }

  /** The client sends no more (half-closed); {@code abrupt}: the connection is gone. */
  public void clientClosed(boolean abrupt, long now) {
    throw new UnsupportedOperationException();
  }

  public void serverClosed(boolean abrupt, long now) {
    throw new UnsupportedOperationException();
  }

  /** A policy function's answer to the question of that number. */
  public void answered(long question, Answer answer, long now) {
    throw new UnsupportedOperationException();
  }

  /** Time has passed; call at {@link #deadline} or later. */
  public void tick(long now) {
    throw new UnsupportedOperationException();
  }

  /** When {@link #tick} is wanted, in the clock of {@code now}; {@link Long#MAX_VALUE} for never. */
  public long deadline() {
    throw new UnsupportedOperationException();
  }

  /** Ends the session with BYE [UNAVAILABLE] as soon as no response is in flight: a drain, or the memory bound of all sessions. */
  public void end(io.postern.audit.Event.Cause cause, long now) {
    throw new UnsupportedOperationException();
  }

  /** Octets that the session holds in memory at the moment. */
  public long heldOctets() {
    throw new UnsupportedOperationException();
  }

  /** Whether both sides have been told to close. */
  public boolean over() {
    throw new UnsupportedOperationException();
  }
}
