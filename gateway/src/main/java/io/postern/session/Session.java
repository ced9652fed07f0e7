package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Violation;
import io.postern.policy.Answer;
import java.util.List;
import java.util.Optional;

/**
 * One conversation between a client and a server, both ways parsed, judged and encoded. A pure
 * function: what comes in are octets, closings, answers of policy functions and time; what goes out
 * are {@link Effects}. The same inputs give the same effects.
 *
 * <p>{@code now} is in milliseconds from any fixed point, and never runs backwards; time only
 * passes by it.
 */
public final class Session {
  /** Commands that may be asked about before their turn: {@link Effects#ask}. */
  public static final int ASKED_AHEAD_MAX = 31;

  private final Conversation talk;
  private final ClientSide client;
  private final ServerSide server;
  private boolean clientEnded;
  private boolean serverEnded;
  private long activeAt;

  public Session(SessionSettings settings, Effects effects, long now) {
    this.talk = new Conversation(settings, effects, now);
    this.client = new ClientSide(talk);
    this.server = new ServerSide(talk, client);
    talk.drain = new Drain(talk, client, server)::look;
    this.activeAt = now;
    effects.event(new Event.SessionOpened());
    if (talk.standIn.answers()) {
      talk.standIn.greet();
    }
  }

  /**
   * Where a session stands that didn't begin at its greeting.
   *
   * @param state of both sides; NONAUTH, AUTH or SELECTED, or INITIAL for NONAUTH without a command
   *     so far
   * @param capabilities what the server has shown, in upper case
   */
  public record Standing(ConnectionState state, Optional<String> user, List<String> capabilities) {
    public Standing {
      if (state == ConnectionState.AUTHENTICATING || state == ConnectionState.QUIT) {
        throw new IllegalArgumentException("no session stands there: " + state);
      }
      capabilities = List.copyOf(capabilities);
    }
  }

  /**
   * A session in mid-talk, for an explanation without traffic: what led there is taken for granted,
   * whatever the policy would have said to it.
   */
  public static Session standing(
      SessionSettings settings, Effects effects, Standing standing, long now) {
    Session session = new Session(settings, effects, now);
    session.talk.stand(standing);
    return session;
  }

  /** Octets from the client; the array may be reused when this returns. */
  public void clientOctets(byte[] octets, int offset, int length, long now) {
    if (talk.over() || clientEnded) {
      return;
    }
    talk.now = now;
    activeAt = now;
    if (talk.clientTls.handshakes()) {
      talk.clearBehindClientTls();
      return;
    }
    client.octets(octets, offset, length);
    rest();
  }

  /** Octets from the server; the array may be reused when this returns. */
  public void serverOctets(byte[] octets, int offset, int length, long now) {
    if (talk.over() || serverEnded) {
      return;
    }
    talk.now = now;
    if (talk.serverTls.handshakes()) {
      talk.violatedByServer(Violation.Kind.CLEAR_TEXT_BEHIND_TLS);
      return;
    }
    if (!quiet()) {
      // A long download keeps the session alive; what a server tells an idle client doesn't.
      activeAt = now;
    }
    server.octets(octets, offset, length);
    settle();
    rest();
  }

  /**
   * How many of the client's next octets are a message's literal that goes to the server as it
   * comes. Whoever carries them may do that without showing them here, and says so by {@link
   * #clientPassed}.
   */
  public long clientPasses() {
    return talk.over() || clientEnded || talk.clientTls.handshakes() ? 0 : client.passes();
  }

  /** So many octets, at most {@link #clientPasses}, went from the client to the server. */
  public void clientPassed(int octets, long now) {
    talk.now = now;
    activeAt = now;
    client.passed(octets);
  }

  /** As {@link #clientPasses}, from the server to the client. */
  public long serverPasses() {
    return talk.over() || serverEnded || talk.serverTls.handshakes() ? 0 : server.passes();
  }

  /** So many octets, at most {@link #serverPasses}, went from the server to the client. */
  public void serverPassed(int octets, long now) {
    talk.now = now;
    activeAt = now;
    server.passed(octets);
  }

  /** Whether nothing but an IDLE is in progress. */
  private boolean quiet() {
    return talk.pending.oldest(pending -> pending.name() != CommandName.IDLE).isEmpty();
  }

  /** Most sessions are quiet most of the time, and there are many: they keep no large buffers. */
  private void rest() {
    if (quiet()) {
      client.rest();
      server.rest();
    }
  }

  /** The server can't be reached: the client gets {@code * BYE [UNAVAILABLE]} as its greeting. */
  public void serverUnreachable(long now) {
    talk.now = now;
    talk.standIn.unreachable();
    talk.end(Event.Cause.SERVER_UNREACHABLE, Texts.BYE_UNREACHABLE);
  }

  /**
   * The client sends no more. What it completed is still answered, unless the connection is gone.
   *
   * @param abrupt the connection is gone both ways
   */
  public void clientClosed(boolean abrupt, long now) {
    if (talk.over()) {
      return;
    }
    talk.now = now;
    clientEnded = true;
    if (abrupt) {
      talk.finish(Event.Cause.CLIENT_CLOSED);
    } else {
      settle();
    }
  }

  /** The server sends no more: nothing can be completed any more. */
  public void serverClosed(boolean abrupt, long now) {
    if (talk.over()) {
      return;
    }
    talk.now = now;
    serverEnded = true;
    settle();
  }

  /**
   * The client has shown a certificate that was verified; policies see its subject from now on.
   *
   * @param subject as RFC 2253 writes it
   */
  public void clientShowed(String subject, long now) {
    talk.now = now;
    talk.facts = talk.facts.withClientCertificate(subject);
  }

  /** No server is there for the login that {@link Effects#route} told of. */
  public void notRouted(long now) {
    if (talk.over() || !talk.standIn.awaitsGreeting()) {
      return;
    }
    talk.now = now;
    talk.standIn.refuse();
    settle();
  }

  /** TLS with the client stands, which {@link Effects#secureClient} asked for. */
  public void clientSecured(long now) {
    talk.now = now;
    if (!talk.over() && talk.clientTls.handshakes()) {
      talk.clientTls.done();
      talk.drain.run();
    }
  }

  /** TLS with the server stands, which {@link Effects#secureServer} asked for. */
  public void serverSecured(long now) {
    if (talk.over() || serverEnded || !talk.serverTls.handshakes()) {
      return;
    }
    talk.now = now;
    server.greetAfterTls();
    settle();
  }

  /**
   * A policy function's answer to the question of that number; one to nothing open is ignored.
   * Behind the session's end answers of observed policies are still told.
   */
  public void answered(long question, Answer answer, long now) {
    if (talk.over()) {
      talk.questions.answeredLate(question, answer);
      return;
    }
    talk.now = now;
    talk.questions.answered(question, answer);
    client.pump();
    server.pump();
    settle();
  }

  /** The word on the login that {@link Effects#admit} told of; one to none is ignored. */
  public void admitted(Admission word, long now) {
    if (!talk.over()) {
      talk.now = now;
      client.gate().admitted(word);
      settle();
    }
  }

  /** Ends the session since its user has too many already. */
  public void endForUser(long now) {
    talk.now = now;
    talk.end(Event.Cause.LIMIT, Texts.BYE_SESSIONS);
  }

  private void settle() {
    client.pump();
    if (talk.over()) {
      return;
    }
    if (serverEnded && !server.waiting()) {
      serverGone();
    } else if (clientEnded && talk.greeted && client.spent()) {
      talk.finish(Event.Cause.CLIENT_CLOSED);
    }
  }

  private void serverGone() {
    if (talk.serverSaidBye) {
      // A LOGOUT whose tagged answer is missing gets it from the gateway (spec section 7).
      Optional<Pending> logout =
          talk.pending.oldest(pending -> pending.name() == CommandName.LOGOUT);
      if (logout.isPresent() && !talk.outbox.inFlight()) {
        talk.outbox.own(logout.get().clientTag.text() + " OK " + Texts.LOGOUT_DONE);
      }
      talk.finish(logout.isPresent() ? Event.Cause.LOGOUT : Event.Cause.SERVER_BYE);
    } else if (talk.greeted && !talk.standIn.awaitsGreeting()) {
      talk.end(Event.Cause.SERVER_CLOSED, Texts.BYE_SERVER_LOST);
    } else {
      talk.standIn.unreachable();
      talk.end(Event.Cause.SERVER_UNREACHABLE, Texts.BYE_UNREACHABLE);
    }
  }

  /** Time has passed; call at {@link #deadline} or later. */
  public void tick(long now) {
    talk.now = now;
    if (talk.over()) {
      return;
    }
    if (now >= client.deadline()) {
      settle();
    }
    if (!talk.over() && now >= patience()) {
      talk.end(
          Event.Cause.TIMEOUT,
          talk.states.authenticated() ? Texts.BYE_IDLE_TIMEOUT : Texts.BYE_LOGIN_TIMEOUT);
    }
  }

  /**
   * When {@link #tick} is wanted, in the clock of {@code now}; {@link Long#MAX_VALUE} for never.
   */
  public long deadline() {
    if (talk.over()) {
      return Long.MAX_VALUE;
    }
    return Math.min(patience(), client.deadline());
  }

  private long patience() {
    return talk.states.authenticated()
        ? activeAt + talk.settings.idleMillis()
        : talk.bornAt + talk.settings.beforeLoginMillis();
  }

  /**
   * Ends the session with a BYE at the next moment without a command in flight, now if there is
   * none: what the client has begun to send is read to its end and answered, what stands behind it
   * isn't read any more. A client or server that keeps it from that moment is the caller's to
   * bound, by {@link #end}. Before the greeting the BYE is the greeting.
   */
  public void drain(long now) {
    if (talk.over()) {
      return;
    }
    talk.now = now;
    talk.draining = true;
    talk.drain.run();
  }

  /**
   * Ends the session now with a BYE, or without a word where a response is in flight: the hard end
   * of a drain, or the memory bound of all sessions.
   */
  public void end(Event.Cause cause, long now) {
    talk.now = now;
    talk.end(
        cause,
        switch (cause) {
          case LIMIT -> Texts.BYE_LIMIT;
          case ADMINISTRATOR -> Texts.BYE_ADMINISTRATOR;
          default -> Texts.BYE_DRAIN;
        });
  }

  /** Our own fault: both sides are closed without a word, since nothing is known any more. */
  public void fail(long now) {
    talk.now = now;
    talk.outbox.begin();
    talk.finish(Event.Cause.INTERNAL_ERROR);
  }

  /**
   * What the session is about at the moment.
   *
   * @param state the client's, as policies see it
   * @param pending commands in progress at the server
   * @param command the oldest of them
   */
  public record Activity(ConnectionState state, int pending, Optional<CommandName> command) {
    /** Whether the client waits for news. */
    public boolean idling() {
      return command.filter(name -> name == CommandName.IDLE).isPresent();
    }
  }

  public Activity activity() {
    return new Activity(
        talk.states.shown(),
        talk.pending.size(),
        talk.pending.oldest(_ -> true).map(Pending::name));
  }

  /** Octets that the session holds in memory at the moment. */
  public long heldOctets() {
    return client.held() + server.held();
  }

  /** Whether both sides have been told to close. */
  public boolean over() {
    return talk.over();
  }

  /** The user whose login the server accepted. */
  public Optional<String> user() {
    return talk.facts.user();
  }

  /** The client's state, as policies see it. */
  public ConnectionState state() {
    return talk.states.shown();
  }
}
