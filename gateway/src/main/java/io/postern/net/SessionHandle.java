package io.postern.net;

import io.postern.audit.Event;
import io.postern.audit.LimitNames;
import io.postern.audit.LiveSession;
import io.postern.audit.SessionInfo;

/**
 * A session as others have it: what they may look at, and what they may ask of it, which its relay
 * does soon. Any thread, but for the methods that say otherwise.
 */
final class SessionHandle {
  private final Relay relay;
  private final Guest guest;
  private final Journal journal;
  private final Carried session;

  /** Written by the loop alone. */
  private volatile long heldOctets;

  SessionHandle(Relay relay, Guest guest, Journal journal, Carried session) {
    this.relay = relay;
    this.guest = guest;
    this.journal = journal;
    this.session = session;
  }

  String id() {
    return info().session();
  }

  SessionInfo info() {
    return journal.info();
  }

  String serviceName() {
    return guest.service().name();
  }

  Loop loop() {
    return guest.loop();
  }

  /** Whether the session has had its end, and only its connections are still there. */
  boolean finished() {
    return journal.finished();
  }

  /** Why it ended, once it has; on its loop. */
  Event.Cause cause() {
    return journal.cause();
  }

  /** How it is; on its loop. */
  LiveSession look() {
    return journal.look(session.activity(), guest.hub().now());
  }

  /** What the session held when its last turn ended. */
  long heldOctets() {
    return heldOctets;
  }

  /** A turn has ended, and it holds so much; on its loop. */
  void holds(long octets) {
    long change = octets - heldOctets;
    if (change != 0) {
      heldOctets = octets;
      guest.hub().pressure().held(change, guest.loop());
    }
  }

  /** Ends the session between two responses. */
  void endSoon(Event.Cause cause) {
    guest.loop().soon(() -> relay.turn((_, now) -> session.end(cause, now)));
  }

  /** Ends the session at its next quiet moment. */
  void drainSoon() {
    guest.loop().soon(() -> relay.turn(Carried::drain));
  }

  /** Ends the session because it holds most. */
  void endForMemory() {
    guest
        .loop()
        .soon(
            () -> {
              journal.event(new Event.LimitReached(LimitNames.HELD, LimitNames.ENDED));
              relay.turn((_, now) -> session.end(Event.Cause.LIMIT, now));
            });
  }

  /** Ends the session without a word. */
  void abortSoon() {
    guest.loop().soon(relay::abort);
  }

  /** Looks again at who is read. */
  void gateSoon() {
    guest.loop().soon(relay::gate);
  }
}
