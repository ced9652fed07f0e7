package io.postern.net;

import io.postern.audit.Event;
import io.postern.audit.LimitNames;
import io.postern.imap.Secret;
import io.postern.policy.Question;
import io.postern.session.Admission;
import io.postern.session.Counts;
import io.postern.session.Effects;
import java.util.Optional;

/**
 * Does what a session wants, or notes it until the turn ends. It calls no method of the session:
 * what the session is to hear of it comes in a turn of its own. Confined to the loop.
 */
final class Performer implements Effects {
  private final Relay relay;
  private final Guest guest;
  private final Side client;
  private final Side server;
  private final Routing routing;
  private final Questions questions;
  private final Journal journal;
  private final LoopCounts counts;

  Performer(
      Relay relay,
      Guest guest,
      Side client,
      Side server,
      Routing routing,
      Questions questions,
      Journal journal) {
    this.relay = relay;
    this.guest = guest;
    this.client = client;
    this.server = server;
    this.routing = routing;
    this.questions = questions;
    this.journal = journal;
    counts = guest.loop().counts();
  }

  @Override
  public void toClient(byte[] octets, int offset, int length) {
    counts.octets(LoopCounts.Way.TO_CLIENT, length);
    write(client, octets, offset, length);
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    counts.octets(LoopCounts.Way.TO_SERVER, length);
    write(server, octets, offset, length);
  }

  private void write(Side to, byte[] octets, int offset, int length) {
    Reading reading = guest.loop().reading();
    if (to.open() && reading.shares(octets, length)) {
      to.pass(reading.part(offset, length), reading.keeps());
    } else {
      to.write(octets, offset, length);
    }
  }

  @Override
  public void secureClient() {
    client.secure(legs().towardClient());
  }

  @Override
  public void secureServer() {
    server.secure(legs().towardServer(routing.address()));
  }

  private TlsLegs legs() {
    return guest.hub().tls().of(guest.service());
  }

  @Override
  public void route(String user) {
    routing.route(user);
  }

  @Override
  public void closeClient(boolean clean) {
    client.close(clean);
  }

  @Override
  public void closeServer(boolean clean) {
    server.close(clean);
  }

  @Override
  public void readClient(boolean wanted) {
    client.want(wanted);
  }

  @Override
  public void readServer(boolean wanted) {
    server.want(wanted);
  }

  @Override
  public void ask(Question question) {
    questions.ask(question);
  }

  @Override
  public void admit(String user) {
    Admission word = guest.pass().admit(user, journal::event);
    guest.loop().soon(() -> relay.turn((session, now) -> session.admitted(word, now)));
  }

  @Override
  public void loginFailed(String user, Optional<Secret> secret) {
    guest.pass().failed(user, secret);
  }

  @Override
  public Counts counts() {
    return counts;
  }

  @Override
  public void event(Event event) {
    if (event instanceof Event.LoggedIn login && !guest.pass().succeeded(login.user())) {
      guest.loop().soon(this::endForUser);
    }
    if (event instanceof Event.LoginFailed) {
      guest.pass().goesOn();
    }
    journal.event(event);
  }

  /** The server has said OK, but its user has too many sessions. */
  private void endForUser() {
    if (!relay.over()) {
      journal.event(new Event.LimitReached(LimitNames.PER_USER, LimitNames.ENDED));
      relay.turn(Carried::endForUser);
    }
  }
}
