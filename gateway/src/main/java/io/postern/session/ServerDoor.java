package io.postern.session;

import io.postern.imap.CapabilityTable;
import io.postern.imap.Command;
import io.postern.imap.ConnectionState;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Octets;
import io.postern.wire.CommandEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of an accepted command to the server: what no table can open, the barrier, the own tag,
 * consents to literals.
 */
final class ServerDoor {
  private final Conversation talk;
  private final ClientSide client;
  private final CommandDesk desk;
  private final Refusals refusals;
  private final CommandEncoder encoder = new CommandEncoder();

  ServerDoor(Conversation talk, ClientSide client, CommandDesk desk, Refusals refusals) {
    this.talk = talk;
    this.client = client;
    this.desk = desk;
    this.refusals = refusals;
  }

  /**
   * {@code sent} is what the server gets under the client's tag; {@code entered} what a function
   * set as imap_state_new.
   */
  void send(Received received, Command sent, Optional<ConnectionState> entered) {
    boolean barrier = Barriers.is(sent.commandName()) || entered.isPresent();
    if (talk.originating.goesBefore(sent)) {
      client.await(talk.originating::over, () -> send(received, sent, entered));
    } else if (barrier && !talk.pending.isEmpty()) {
      client.await(talk.pending::isEmpty, () -> send(received, sent, entered));
    } else if (talk.pending.size() >= talk.limits.pending()) {
      client.await(
          () -> talk.pending.size() < talk.limits.pending(), () -> send(received, sent, entered));
    } else if (sent.usesSaved() && saving().isPresent()) {
      // Whether "$" may be used is known when the SEARCH that saves it has been answered.
      Pending search = saving().get();
      client.await(() -> !talk.pending.contains(search), () -> send(received, sent, entered));
    } else {
      checked(received, sent, entered, barrier);
    }
  }

  private Optional<Pending> saving() {
    return talk.pending.oldest(
        pending -> pending.command instanceof Command.Search search && search.saves());
  }

  private void checked(
      Received received, Command sent, Optional<ConnectionState> entered, boolean barrier) {
    if (!talk.states.allow(sent.commandName())) {
      desk.refuse(received, refusals.bad(received, Texts.wrongState(sent.commandName())));
    } else if (sent.usesSaved() && talk.savedResultInvalid) {
      desk.refuse(received, refusals.bad(received, Texts.SAVED_RESULT_INVALID));
    } else if (sent instanceof Command.Login && talk.capabilities.has("LOGINDISABLED")) {
      desk.refuse(received, refusals.engineNo(received, Texts.LOGIN_DISABLED));
    } else if (sent instanceof Command.Authenticate authenticate
        && !mechanismAllowed(authenticate.mechanism())) {
      desk.refuse(received, refusals.engineNo(received, Texts.MECHANISM_REFUSED));
    } else if (tooBig(sent)) {
      desk.refuse(received, refusals.engineNo(received, Texts.TOO_BIG));
    } else if (sent instanceof Command.StartTls) {
      talk.outbox.own(received.tag().text() + " OK " + Texts.TLS_BEGINS);
      client.beginTls();
    } else if (sent instanceof Command.Enable enable) {
      enable(received, enable, entered);
    } else if (sent instanceof Command.Login login) {
      admit(login.user().text(), received, sent, entered, barrier);
    } else if (sent instanceof Command.Authenticate authenticate
        && SaslExchange.asksBefore(authenticate)) {
      admit(SaslExchange.user(authenticate).orElse(""), received, sent, entered, barrier);
    } else if (sent instanceof Command.Id id) {
      write(received, talk.originating.cleaned(received, id), entered, barrier);
    } else {
      write(received, sent, entered, barrier);
    }
  }

  private void admit(
      String user,
      Received received,
      Command sent,
      Optional<ConnectionState> entered,
      boolean barrier) {
    client
        .gate()
        .ask(
            user,
            () -> write(received, sent, entered, barrier),
            text -> desk.refuse(received, refusals.engineNo(received, text)));
  }

  private boolean mechanismAllowed(String mechanism) {
    return talk.capabilities.passes("AUTH=" + mechanism);
  }

  private boolean tooBig(Command sent) {
    return sent instanceof Command.Append append
        && append.first().literal().octets() > talk.limits.append();
  }

  /**
   * ENABLE names only what is accepted and followed; if nothing is left, the gateway answers (spec
   * section 2).
   */
  private void enable(Received received, Command.Enable enable, Optional<ConnectionState> entered) {
    List<String> kept = new ArrayList<>();
    for (String name : enable.capabilities()) {
      if (CapabilityTable.enables(name) && talk.policy.accepts(name)) {
        kept.add(name);
      }
    }
    if (kept.isEmpty()) {
      talk.outbox.own("* ENABLED");
      talk.outbox.own(received.tag().text() + " OK " + Texts.ENABLE_DONE);
    } else {
      write(received, new Command.Enable(kept), entered, true);
    }
  }

  private void write(
      Received received, Command sent, Optional<ConnectionState> entered, boolean barrier) {
    Pending pending = new Pending(received.tag(), talk.ownTags.next(), sent);
    pending.newState = entered;
    talk.pending.add(pending);
    if (barrier) {
      talk.barrier = Optional.of(pending);
    }
    if (talk.standIn.answers()) {
      talk.standIn.take(pending, sent, client.sasl());
    } else {
      put(pending, sent, received.announced());
    }
  }

  /** The login that was kept until its server was there. */
  void login(Pending pending) {
    put(pending, talk.standIn.handOver(), Optional.empty());
  }

  private void put(Pending pending, Command sent, Optional<MessageLiteral> announced) {
    pending.sentAt = talk.now;
    Command wire = sent;
    CommandEncoder.Literals literals = talk.capabilities.literals();
    boolean streams = false;
    switch (sent) {
      case Command.Select select ->
          pending.awaitsClosed =
              talk.states.server() == ConnectionState.SELECTED
                  && (talk.capabilities.has("QRESYNC") || talk.capabilities.has("IMAP4REV2"));
      case Command.Login login -> talk.capabilities.mark();
      case Command.Authenticate authenticate -> {
        talk.capabilities.mark();
        boolean inline =
            authenticate.initialResponse().isEmpty() || talk.capabilities.has("SASL-IR");
        wire = inline ? sent : new Command.Authenticate(authenticate.mechanism(), Optional.empty());
        talk.states.both(ConnectionState.AUTHENTICATING);
        client.sasl().begin(authenticate, inline);
      }
      case Command.Append append -> streams = straight(append.first().literal(), literals);
      case Command.Idle idle -> client.idle().begin();
      default -> {}
    }
    encoder.write(
        talk.ownTags.octets(pending.ownNumber), wire, literals, talk.utf8Commands, streams);
    talk.effects.toServer(encoder.array(), 0, encoder.firstLength());
    List<Octets> further = encoder.furtherSegments();
    if (talk.states.authenticated()) {
      encoder.rest();
    } else {
      // Nothing of a login stays longer than it must.
      encoder.forget();
    }
    boolean message = sent instanceof Command.Append;
    boolean consents = !further.isEmpty() || (message && !streams);
    if (consents || message) {
      pending.segments = further;
      pending.sending = consents ? Pending.Sending.AWAITS_CONSENT : Pending.Sending.STREAMS;
      pending.messageStreams = streams;
      talk.sending = Optional.of(pending);
    }
    if (message) {
      client.stream(pending, announced.orElseThrow());
    } else if (consents) {
      client.await(
          () -> pending.sending != Pending.Sending.AWAITS_CONSENT || pending.refusedByServer,
          () -> {});
    }
  }

  /**
   * Whether a message literal goes on as {@code {n+}}: the client sent it so, and the server takes
   * it so.
   */
  private static boolean straight(MessageLiteral literal, CommandEncoder.Literals server) {
    return !literal.synchronizing() && server.nonSynchronizing(literal.octets());
  }

  /** The server's {@code +} for what is being sent. */
  void consent(Pending pending) {
    if (!pending.segments.isEmpty()) {
      put(pending.segments.removeFirst());
      if (!pending.segments.isEmpty()) {
        return;
      }
      if (pending.command instanceof Command.Append) {
        pending.sending =
            pending.messageStreams ? Pending.Sending.STREAMS : Pending.Sending.AWAITS_CONSENT;
      } else {
        pending.sending = Pending.Sending.WHOLE;
        talk.sending = Optional.empty();
      }
    } else {
      pending.sending = Pending.Sending.STREAMS;
    }
  }

  /** Another message of the same APPEND. */
  void sendNext(Pending pending, Command.AppendMessage next) {
    boolean straight = straight(next.literal(), talk.capabilities.literals());
    put(CommandEncoder.encodeNext(next, straight));
    pending.sending = straight ? Pending.Sending.STREAMS : Pending.Sending.AWAITS_CONSENT;
    client.stream(pending, next.literal());
  }

  private void put(Octets octets) {
    byte[] array = octets.toByteArray();
    talk.effects.toServer(array, 0, array.length);
  }
}
