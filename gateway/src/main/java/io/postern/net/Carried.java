package io.postern.net;

import io.postern.audit.Event;
import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.session.Admission;
import io.postern.session.Session;
import java.util.Optional;

/**
 * What a relay carries: a {@link Session}. The seam lets a test put something there that breaks,
 * floods or holds memory, which no session should.
 */
interface Carried {
  void clientOctets(byte[] octets, int offset, int length, long now);

  void serverOctets(byte[] octets, int offset, int length, long now);

  /**
   * How many of the client's next octets may go to the server unseen, told by {@link
   * #clientPassed}; who wants to see all says 0.
   */
  default long clientPasses() {
    return 0;
  }

  default void clientPassed(int octets, long now) {
    throw new IllegalStateException("nothing was to pass");
  }

  /** The same from the server to the client. */
  default long serverPasses() {
    return 0;
  }

  default void serverPassed(int octets, long now) {
    throw new IllegalStateException("nothing was to pass");
  }

  void serverUnreachable(long now);

  void clientClosed(boolean abrupt, long now);

  void serverClosed(boolean abrupt, long now);

  /** The client's verified certificate is that subject's; before it is said to be secured. */
  void clientShowed(String subject, long now);

  void notRouted(long now);

  void clientSecured(long now);

  void serverSecured(long now);

  void answered(long question, Answer answer, long now);

  void admitted(Admission word, long now);

  void endForUser(long now);

  void tick(long now);

  long deadline();

  void end(Event.Cause cause, long now);

  /** Ends it soon; what has no better moment ends now. */
  default void drain(long now) {
    end(Event.Cause.DRAIN, now);
  }

  long heldOctets();

  /** What it is about; nothing is known of what isn't a session. */
  default Session.Activity activity() {
    return new Session.Activity(ConnectionState.INITIAL, 0, Optional.empty());
  }

  /** The real thing. */
  static Carried of(Session session) {
    return new Carried() {
      @Override
      public void clientOctets(byte[] octets, int offset, int length, long now) {
        session.clientOctets(octets, offset, length, now);
      }

      @Override
      public void serverOctets(byte[] octets, int offset, int length, long now) {
        session.serverOctets(octets, offset, length, now);
      }

      @Override
      public long clientPasses() {
        return session.clientPasses();
      }

      @Override
      public void clientPassed(int octets, long now) {
        session.clientPassed(octets, now);
      }

      @Override
      public long serverPasses() {
        return session.serverPasses();
      }

      @Override
      public void serverPassed(int octets, long now) {
        session.serverPassed(octets, now);
      }

      @Override
      public void serverUnreachable(long now) {
        session.serverUnreachable(now);
      }

      @Override
      public void clientClosed(boolean abrupt, long now) {
        session.clientClosed(abrupt, now);
      }

      @Override
      public void serverClosed(boolean abrupt, long now) {
        session.serverClosed(abrupt, now);
      }

      @Override
      public void clientShowed(String subject, long now) {
        session.clientShowed(subject, now);
      }

      @Override
      public void notRouted(long now) {
        session.notRouted(now);
      }

      @Override
      public void clientSecured(long now) {
        session.clientSecured(now);
      }

      @Override
      public void serverSecured(long now) {
        session.serverSecured(now);
      }

      @Override
      public void answered(long question, Answer answer, long now) {
        session.answered(question, answer, now);
      }

      @Override
      public void admitted(Admission word, long now) {
        session.admitted(word, now);
      }

      @Override
      public void endForUser(long now) {
        session.endForUser(now);
      }

      @Override
      public void tick(long now) {
        session.tick(now);
      }

      @Override
      public long deadline() {
        return session.deadline();
      }

      @Override
      public void end(Event.Cause cause, long now) {
        session.end(cause, now);
      }

      @Override
      public void drain(long now) {
        session.drain(now);
      }

      @Override
      public long heldOctets() {
        return session.heldOctets();
      }

      @Override
      public Session.Activity activity() {
        return session.activity();
      }
    };
  }
}
