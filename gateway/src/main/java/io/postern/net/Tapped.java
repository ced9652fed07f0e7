package io.postern.net;

import io.postern.audit.Event;
import io.postern.imap.Secret;
import io.postern.policy.Answer;
import io.postern.policy.Question;
import io.postern.session.Admission;
import io.postern.session.Counts;
import io.postern.session.Effects;
import io.postern.session.Session;
import io.postern.session.SessionSettings;
import io.postern.session.SessionTap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that is recorded: it stands between the relay and the session, tells a tap what passes
 * in both directions, and passes it on. Sessions that nobody records have no such thing, and so pay
 * nothing for it. Confined to the loop.
 */
final class Tapped implements Carried, Effects {
  private static final Logger LOG = LoggerFactory.getLogger(Tapped.class);

  private final SessionTap tap;
  private final Effects effects;
  private final Loop loop;
  private final long began;

  /** Open questions to the policy in force. */
  private final Set<Long> asked = new HashSet<>();

  private final RecordedClient client = new RecordedClient(new Client());
  private Carried session;
  private boolean clientClosed;
  private boolean serverClosed;
  private boolean over;

  /** Takes the effects that the session would have had. */
  Tapped(SessionTap tap, Effects effects, Loop loop, long began) {
    this.tap = tap;
    this.effects = effects;
    this.loop = loop;
    this.began = began;
  }

  /** Opens the session, with this as its effects. */
  Tapped opening(Hub hub, SessionSettings settings) {
    try {
      session = hub.open(settings, this, began);
      return this;
    } catch (RuntimeException | Error fault) {
      ends("The session could not begin.");
      throw fault;
    }
  }

  /** Nothing more is told, soon; any thread. */
  void endsSoon(String why) {
    if (!loop.soon(() -> ends(why))) {
      // The loop has ended, and so nobody else is at it.
      ends(why);
    }
  }

  /** Nothing more is told; once. */
  void ends(String why) {
    if (!over) {
      over = true;
      try {
        tap.ends(why);
      } catch (RuntimeException | Error fault) {
        LOG.error("A recording could not end: {}", Faults.text(fault));
      }
    }
  }

  @Override
  public void clientOctets(byte[] octets, int offset, int length, long now) {
    client.octets(octets, offset, length, now);
  }

  /** What the recorded client says, to the tap and to the session. */
  private final class Client implements RecordedClient.To {
    @Override
    public int statement(byte[] octets, int offset, int length) {
      return clientClosed ? length : said(t -> t.clientSays(octets, offset, length), length);
    }

    @Override
    public void octets(byte[] octets, int offset, int length, long now) {
      session.clientOctets(octets, offset, length, now);
    }

    @Override
    public void closed(long now) {
      tell(t -> t.clientCloses(false));
      session.clientClosed(false, now);
    }
  }

  @Override
  public void serverOctets(byte[] octets, int offset, int length, long now) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int from = at;
      int next =
          serverClosed ? end - at : said(t -> t.serverSays(octets, from, end - from), end - at);
      session.serverOctets(octets, at, next, now);
      at += next;
    }
  }

  @Override
  public void serverUnreachable(long now) {
    ends("The server could not be reached.");
    session.serverUnreachable(now);
  }

  @Override
  public void clientClosed(boolean abrupt, long now) {
    if (abrupt) {
      tell(t -> t.clientCloses(true));
      session.clientClosed(true, now);
    } else {
      client.closed(now);
    }
  }

  @Override
  public void serverClosed(boolean abrupt, long now) {
    tell(t -> t.serverCloses(abrupt));
    session.serverClosed(abrupt, now);
  }

  @Override
  public void clientShowed(String subject, long now) {
    session.clientShowed(subject, now);
  }

  @Override
  public void notRouted(long now) {
    ends("No server was found for the login.");
    session.notRouted(now);
  }

  @Override
  public void clientSecured(long now) {
    tell(SessionTap::clientSecured);
    session.clientSecured(now);
  }

  @Override
  public void serverSecured(long now) {
    tell(SessionTap::serverSecured);
    session.serverSecured(now);
  }

  @Override
  public void answered(long question, Answer answer, long now) {
    if (asked.remove(question)) {
      tell(t -> t.answered(question));
    }
    session.answered(question, answer, now);
    client.answered(question, now);
  }

  @Override
  public void admitted(Admission word, long now) {
    if (word instanceof Admission.Refused) {
      ends("A limit of the service refused a login.");
    }
    session.admitted(word, now);
  }

  @Override
  public void endForUser(long now) {
    ends("A limit of the service ended the session.");
    session.endForUser(now);
  }

  @Override
  public void tick(long now) {
    tell(t -> t.passes(now - began));
    session.tick(now);
  }

  @Override
  public long deadline() {
    return session.deadline();
  }

  @Override
  public void end(Event.Cause cause, long now) {
    ends("The gateway ended the session: " + cause.text() + ".");
    session.end(cause, now);
  }

  @Override
  public void drain(long now) {
    tell(SessionTap::drains);
    session.drain(now);
  }

  @Override
  public long heldOctets() {
    return session.heldOctets() + client.held();
  }

  @Override
  public void toClient(byte[] octets, int offset, int length) {
    tell(t -> t.clientHears(octets, offset, length));
    effects.toClient(octets, offset, length);
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    tell(t -> t.serverHears(octets, offset, length));
    effects.toServer(octets, offset, length);
  }

  @Override
  public void secureClient() {
    effects.secureClient();
  }

  @Override
  public void route(String user) {
    effects.route(user);
  }

  @Override
  public void secureServer() {
    effects.secureServer();
  }

  @Override
  public void closeClient(boolean clean) {
    if (!clientClosed) {
      clientClosed = true;
      tell(SessionTap::clientClosed);
    }
    effects.closeClient(clean);
  }

  @Override
  public void closeServer(boolean clean) {
    if (!serverClosed) {
      serverClosed = true;
      tell(SessionTap::serverClosed);
    }
    effects.closeServer(clean);
  }

  @Override
  public void readClient(boolean wanted) {
    effects.readClient(wanted);
  }

  @Override
  public void readServer(boolean wanted) {
    effects.readServer(wanted);
  }

  @Override
  public void ask(Question question) {
    // What is only observed changes nothing that a party hears.
    if (question.policy() == 0 && asked.add(question.number())) {
      tell(t -> t.asked(question.number()));
      if (!question.response()) {
        client.asked(question.number());
      }
    }
    effects.ask(question);
  }

  @Override
  public void admit(String user) {
    effects.admit(user);
  }

  @Override
  public void loginFailed(String user, Optional<Secret> secret) {
    effects.loginFailed(user, secret);
  }

  @Override
  public Counts counts() {
    return effects.counts();
  }

  @Override
  public Session.Activity activity() {
    return session.activity();
  }

  @Override
  public void event(Event event) {
    effects.event(event);
  }

  /** How many of the octets are one statement; all of them where nobody listens any more. */
  private int said(ToIntFunction<SessionTap> step, int length) {
    if (over) {
      return length;
    }
    try {
      return Math.clamp(step.applyAsInt(tap), 1, length);
    } catch (RuntimeException | Error fault) {
      broke(fault);
      return length;
    }
  }

  private void tell(Consumer<SessionTap> step) {
    if (!over) {
      try {
        step.accept(tap);
      } catch (RuntimeException | Error fault) {
        broke(fault);
      }
    }
  }

  private void broke(Throwable fault) {
    // By its place only: a message may quote a peer.
    LOG.error("A recording failed: {}", Faults.text(fault));
    ends("The recording failed by a fault of the gateway.");
  }
}
