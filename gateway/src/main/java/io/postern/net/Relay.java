package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.postern.audit.Event;
import io.postern.policy.Answer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one session: feeds it octets, time and answers, and sees to it that its effects are
 * performed on two connections. Confined to the client's loop.
 *
 * <p>Whatever comes in is one turn: the session is called, its effects are gathered ({@link
 * Performer}), and when the turn ends they are sent, the gates of both sides are set anew, and the
 * timer is looked at. Other threads have the session's {@link SessionHandle}.
 */
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** What is told to the session in a turn. */
  @FunctionalInterface
  interface Step {
    void take(Carried session, long now);
  }

  private final Guest guest;
  private final Hub hub;
  private final Loop loop;
  private final Side client;
  private final Side server;
  private final Journal journal;
  private final Routing routing;
  private final Questions questions;
  private final Alarm alarm;

  /** Where somebody records this session; it is what is carried, then. */
  private final Optional<Tapped> tapped;

  private final Carried session;
  private final SessionHandle handle;
  private boolean failed;
  private boolean gone;

  private Relay(Guest guest, Security security) {
    this.guest = guest;
    hub = guest.hub();
    loop = guest.loop();
    client = new Side(this, hub);
    server = new Side(this, hub);
    client.connected(guest.channel(), security);
    long began = hub.now();
    alarm = new Alarm(loop.executor(), this::ring);
    Origin origin = Origin.of(guest.channel(), guest.channel().remoteAddress());
    SessionBirth birth = SessionBirth.of(guest.service(), origin, hub.ids());
    journal = new Journal(birth.info(), hub.sink(), began);
    routing = new Routing(this, guest, origin, server, journal);
    questions = new Questions(guest, birth, this::answered, this::answeredObserved);
    var performer = new Performer(this, guest, client, server, routing, questions, journal);
    tapped =
        hub.taps()
            .take(birth.info())
            .flatMap(one -> one.begin(birth.info(), guest, performer, began));
    session =
        tapped.isPresent()
            ? tapped.get().opening(hub, birth.settings())
            : hub.open(birth.settings(), performer, began);
    handle = new SessionHandle(this, guest, journal, session);
  }

  /**
   * Begins a session with a client that was let in; on its loop, while its connection is active.
   * Whatever fails here fails alone.
   */
  static void begin(Guest guest, Security security, Optional<Security.Established> established) {
    Relay relay;
    try {
      relay = new Relay(guest, security);
    } catch (RuntimeException | Error fault) {
      guest.hub().failed();
      guest.pass().giveBack();
      LOG.error("A session could not begin: {}", Faults.text(fault));
      security.close(guest.channel());
      return;
    }
    guest.hub().began(relay.handle);
    guest.channel().pipeline().addLast("session", relay.client);
    established.ifPresent(tls -> relay.turn((_, now) -> relay.established(relay.client, tls, now)));
    relay.routing.begin();
    relay.turnEnds();
  }

  /** Octets have come; the turn ends when the channel says that this was all for now. */
  void octets(Side from, ByteBuf octets) {
    Reading reading = loop.reading();
    LoopCounts.Way way = from == client ? LoopCounts.Way.FROM_CLIENT : LoopCounts.Way.FROM_SERVER;
    loop.counts().octets(way, octets.readableBytes());
    journal.active(hub.now());
    try {
      while (octets.isReadable() && from.open()) {
        if (passesOn(from, octets)) {
          continue;
        }
        int length = reading.take(octets);
        if (from == client) {
          journal.clientSaid(length);
          session.clientOctets(reading.array(), 0, length, hub.now());
        } else {
          journal.serverSaid(length);
          session.serverOctets(reading.array(), 0, length, hub.now());
        }
      }
    } catch (RuntimeException | Error fault) {
      fail(fault);
    } finally {
      reading.done();
    }
  }

  /** Octets of a message's literal go on as they lie there: the session only counts them. */
  private boolean passesOn(Side from, ByteBuf octets) {
    boolean up = from == client;
    Side to = up ? server : client;
    long literal = up ? session.clientPasses() : session.serverPasses();
    int length = (int) Math.min(literal, octets.readableBytes());
    if (!to.open() || !Reading.worthSharing(octets, length)) {
      return false;
    }
    to.pass(octets.readRetainedSlice(length), octets.capacity());
    if (up) {
      loop.counts().octets(LoopCounts.Way.TO_SERVER, length);
      journal.clientSaid(length);
      session.clientPassed(length, hub.now());
    } else {
      loop.counts().octets(LoopCounts.Way.TO_CLIENT, length);
      journal.serverSaid(length);
      session.serverPassed(length, hub.now());
    }
    return true;
  }

  /** Calls the session, from outside of any of its own calls, and does what it wants. */
  void turn(Step step) {
    if (over()) {
      return;
    }
    try {
      step.take(session, hub.now());
    } catch (RuntimeException | Error fault) {
      fail(fault);
    }
    turnEnds();
  }

  /** Performs what the session wanted, and looks who is to be read and when to wake up. */
  void turnEnds() {
    if (over()) {
      return;
    }
    questions.submit();
    client.perform();
    server.perform();
    if (server.closed()) {
      // Perhaps before it was there.
      routing.cancel();
    }
    gate();
    try {
      handle.holds(session.heldOctets());
      alarm.set(session.deadline(), hub.now());
    } catch (RuntimeException | Error fault) {
      fail(fault);
    }
    closed();
  }

  /**
   * Sets who is read. A client is read if neither peer is behind: its octets make output for the
   * server, and answers of ours for itself. A server is read if the client isn't behind; whether
   * the server itself is doesn't matter, or two peers that wait for each other would wait for ever.
   */
  void gate() {
    boolean clientTakes = client.takes();
    client.read(
        !questions.aboutClient()
            && clientTakes
            && (server.takes() || routing.awaitsLogin())
            && !hub.pressure().pausesClients());
    server.read(!questions.aboutServer() && clientTakes && !hub.pressure().pausesServers());
  }

  /** Something was written; in need, that alone may open a gate. */
  void written() {
    if (hub.pressure().sparesOutgoing()) {
      gate();
    }
  }

  /** A peer sends no more; {@code abrupt}: its connection is gone. */
  void ended(Side side, boolean abrupt) {
    if (side == client) {
      turn((to, now) -> to.clientClosed(abrupt, now));
    } else {
      turn((to, now) -> to.serverClosed(abrupt, now));
    }
  }

  /** A connection is closed; with the second one the session is gone. */
  void closed() {
    if (!gone && client.closed() && server.closed()) {
      gone = true;
      alarm.cancel();
      questions.cancel();
      // What is only observed may answer yet: it is told, and nothing else comes of it.
      tapped.ifPresent(tap -> tap.ends(failed ? "A fault of the gateway ended the session." : ""));
      handle.holds(0);
      routing.left();
      guest.pass().giveBack();
      hub.ended(handle);
    }
  }

  /** A handshake that the session asked for is done. */
  void secured(Side side, Security.Established tls) {
    turn(
        (to, now) -> {
          established(side, tls, now);
          if (side == client) {
            to.clientSecured(now);
          } else {
            to.serverSecured(now);
          }
        });
  }

  /** It failed; the connection is closing, and the session hears of that. */
  void insecure(Side side, TlsFault fault) {
    journal.event(
        new Event.TlsFailed(side == client ? "client" : "server", fault.slug(), fault.text()));
  }

  private void established(Side side, Security.Established tls, long now) {
    if (side == server) {
      journal.serverSecured(tls.facts());
    } else {
      journal.clientSecured(tls.facts());
      tls.subject().ifPresent(subject -> session.clientShowed(subject, now));
    }
  }

  /** Whether there is still somebody who would talk to a server. */
  boolean wantsServer() {
    return !over() && client.open();
  }

  /** Whether nothing happens here any more. */
  boolean over() {
    return failed || gone;
  }

  /** Ends the session without a word. */
  void abort() {
    routing.cancel();
    client.abort();
    server.abort();
    closed();
  }

  /** Our own fault: this session ends at once and without a word, others go on. */
  void fail(Throwable fault) {
    if (over()) {
      return;
    }
    failed = true;
    hub.failed();
    LOG.error("Session {} failed: {}", handle.id(), Faults.text(fault));
    journal.event(new Event.OurFault(Faults.shortly(fault)));
    abort();
    journal.finishedByFault(hub.now());
  }

  private void answered(List<AnswerBox.Answered> answers) {
    turn(
        (to, now) -> {
          for (AnswerBox.Answered each : answers) {
            to.answered(each.number(), each.answer(), now);
          }
        });
  }

  /** Also behind the end: then nothing is left to be done but to tell. */
  private void answeredObserved(long number, Answer answer) {
    if (!gone) {
      answered(List.of(new AnswerBox.Answered(number, answer)));
    } else if (!failed) {
      try {
        session.answered(number, answer, hub.now());
      } catch (RuntimeException | Error fault) {
        fail(fault);
      }
    }
  }

  private void ring() {
    turn(
        (to, now) -> {
          if (now >= to.deadline()) {
            to.tick(now);
          }
        });
  }
}
