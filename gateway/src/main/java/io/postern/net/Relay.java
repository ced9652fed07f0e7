package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import io.postern.audit.Event;
import io.postern.audit.SessionInfo;
import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.Question;
import io.postern.service.Service;
import io.postern.session.Effects;
import io.postern.session.SessionSettings;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one session: feeds it octets, time and answers, and performs its effects on two
 * connections. Confined to the client's loop, but for the methods that say otherwise.
 *
 * <p>Whatever comes in is one turn: the session is called, its effects are gathered, and when the
 * turn ends they are sent, the gates of both sides are set anew, and the timer is looked at.
 */
final class Relay implements Effects {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private final Hub hub;
  private final Service service;
  private final Loop loop;
  private final Side client;
  private final Side server;
  private final long began;
  private final Alarm alarm;
  private final Questions questions;
  private final ObservedQuestions observed;
  private final Carried session;

  /** Where somebody records this session; it is what is carried, then. */
  private final Optional<Tapped> tapped;

  private final Origin origin;
  private SessionInfo info;
  private Connecting connecting;
  private boolean clientWanted = true;
  private boolean serverWanted = true;
  private long octetsFromClient;
  private long octetsFromServer;
  private volatile long heldOctets;
  private boolean finishedTold;
  private boolean failed;
  private boolean gone;

  private Relay(Hub hub, Service service, Loop loop, SocketChannel clientChannel) {
    this.hub = hub;
    this.service = service;
    this.loop = loop;
    client = new Side(this, Security.CLEAR_TEXT);
    server = new Side(this, Security.CLEAR_TEXT);
    client.connected(clientChannel);
    began = hub.now();
    alarm = new Alarm(loop.executor(), this::ring);
    origin = Origin.of(clientChannel, clientChannel.remoteAddress());
    SessionBirth birth = SessionBirth.of(service, origin, hub.ids());
    info = birth.info();
    questions = new Questions(service, loop, service.policy().open(birth.facts()), this::answered);
    observed =
        new ObservedQuestions(
            service,
            loop,
            hub.policyThreads(),
            birth.settings().observed(),
            this::answeredObserved);
    tapped = hub.taps().take(info).flatMap(recorder -> recorder.begin(this, service, began));
    session = opened(birth.settings());
  }

  private Carried opened(SessionSettings settings) {
    if (tapped.isEmpty()) {
      return hub.open(settings, this, began);
    }
    try {
      return tapped.get().carrying(hub.open(settings, tapped.get(), began));
    } catch (RuntimeException | Error fault) {
      tapped.get().ends("The session could not begin.");
      throw fault;
    }
  }

  /**
   * Begins a session with a client that was let in; on its loop, while its connection is active.
   * Whatever fails here fails alone.
   */
  static void begin(Hub hub, Service service, Loop loop, SocketChannel clientChannel) {
    Relay relay;
    try {
      relay = new Relay(hub, service, loop, clientChannel);
    } catch (RuntimeException | Error fault) {
      hub.failed();
      hub.giveBack(service);
      LOG.error("A session could not begin: {}", Faults.text(fault));
      var _ = clientChannel.close();
      return;
    }
    hub.began(relay);
    clientChannel.pipeline().addLast("session", relay.client);
    relay.connect();
    relay.turnEnds();
  }

  private void connect() {
    connecting =
        Connecting.to(
            service.router().servers().getFirst(),
            hub.names(),
            service.timeouts().connect().toMillis(),
            loop.executor(),
            hub.sockets(),
            ProxyPreface.before(Security.CLEAR_TEXT, service.proxy().out(), origin),
            new Connecting.Outcome() {
              @Override
              public void connected(SocketChannel channel) {
                connecting = null;
                server.connected(channel);
                channel.pipeline().addLast("session", server);
                turnEnds();
              }

              @Override
              public void unreachable(String why) {
                server.abort();
                event(new Event.ServerUnreachable(why));
                turn(session::serverUnreachable);
              }
            });
  }

  String id() {
    return info.session();
  }

  SessionInfo info() {
    return info;
  }

  Loop loop() {
    return loop;
  }

  /** What the session held when its last turn ended; any thread. */
  long heldOctets() {
    return heldOctets;
  }

  /** Ends the session between two responses; any thread. */
  void endSoon(Event.Cause cause) {
    onLoop(() -> turn(now -> session.end(cause, now)));
  }

  /** Ends the session because it holds most; any thread. */
  void endForMemory() {
    onLoop(
        () -> {
          event(new Event.LimitReached("held", "ended"));
          turn(now -> session.end(Event.Cause.LIMIT, now));
        });
  }

  /** Records the session no more; any thread. */
  void untap(String why) {
    tapped.ifPresent(
        tap -> {
          try {
            loop.executor().execute(() -> tap.ends(why));
          } catch (RejectedExecutionException stopped) {
            // The loop has ended, and so nobody else is at it.
            tap.ends(why);
          }
        });
  }

  /** Ends the session without a word; any thread. */
  void abortSoon() {
    onLoop(this::abort);
  }

  ByteBufAllocator allocator() {
    return hub.sockets().allocator();
  }

  /** Looks again at who is read; any thread. */
  void gateSoon() {
    onLoop(this::gate);
  }

  /** Octets have come; the turn ends when the channel says that this was all for now. */
  void octets(Side from, ByteBuf octets) {
    byte[] scratch = loop.scratch();
    try {
      while (octets.isReadable() && from.open()) {
        int length = Math.min(octets.readableBytes(), scratch.length);
        octets.readBytes(scratch, 0, length);
        if (from == client) {
          octetsFromClient += length;
          session.clientOctets(scratch, 0, length, hub.now());
        } else {
          octetsFromServer += length;
          session.serverOctets(scratch, 0, length, hub.now());
        }
      }
    } catch (RuntimeException | Error fault) {
      fail(fault);
    }
  }

  /** A peer sends no more; {@code abrupt}: its connection is gone. */
  void ended(Side side, boolean abrupt) {
    if (side == client) {
      turn(now -> session.clientClosed(abrupt, now));
    } else {
      turn(now -> session.serverClosed(abrupt, now));
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
      holds(0);
      hub.giveBack(service);
      hub.ended(this);
    }
  }

  /** Performs what the session wanted, and looks who is to be read and when to wake up. */
  void turnEnds() {
    if (failed || gone) {
      return;
    }
    client.perform();
    server.perform();
    if (server.closed() && connecting != null) {
      // Perhaps before it was there.
      connecting.cancel();
    }
    gate();
    try {
      holds(session.heldOctets());
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
        clientWanted
            && !questions.aboutClient()
            && clientTakes
            && server.takes()
            && !hub.pressure().pausesClients());
    server.read(
        serverWanted && !questions.aboutServer() && clientTakes && !hub.pressure().pausesServers());
  }

  /** Something was written; in need, that alone may open a gate. */
  void written() {
    if (hub.pressure().sparesOutgoing()) {
      gate();
    }
  }

  Pressure pressure() {
    return hub.pressure();
  }

  Patience patience() {
    return hub.patience();
  }

  /** Our own fault: this session ends at once and without a word, others go on. */
  void fail(Throwable fault) {
    if (failed || gone) {
      return;
    }
    failed = true;
    hub.failed();
    LOG.error("Session {} failed: {}", id(), Faults.text(fault));
    event(new Event.OurFault(Faults.shortly(fault)));
    abort();
    if (!finishedTold) {
      event(
          new Event.SessionFinished(
              Event.Cause.INTERNAL_ERROR,
              ConnectionState.QUIT,
              0,
              0,
              0,
              0,
              0,
              0,
              octetsFromClient,
              octetsFromServer,
              (hub.now() - began) / 1000.0));
    }
  }

  @Override
  public void toClient(byte[] octets, int offset, int length) {
    client.write(octets, offset, length);
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    server.write(octets, offset, length);
  }

  @Override
  public void secureClient() {
    throw new IllegalStateException("no TLS yet");
  }

  @Override
  public void secureServer() {
    throw new IllegalStateException("no TLS yet");
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
    clientWanted = wanted;
  }

  @Override
  public void readServer(boolean wanted) {
    serverWanted = wanted;
  }

  @Override
  public void ask(Question question) {
    if (question.policy() == 0) {
      questions.ask(question);
    } else {
      observed.ask(question);
    }
  }

  private void answered(long number, Answer answer) {
    turn(now -> session.answered(number, answer, now));
  }

  /** Also behind the end: then nothing is left to be done but to tell. */
  private void answeredObserved(long number, Answer answer) {
    if (!gone) {
      answered(number, answer);
    } else if (!failed) {
      try {
        session.answered(number, answer, hub.now());
      } catch (RuntimeException | Error fault) {
        fail(fault);
      }
    }
  }

  @Override
  public void event(Event event) {
    if (event instanceof Event.LoggedIn login) {
      info = info.withUser(login.user());
    }
    if (event instanceof Event.OriginBelieved told) {
      info =
          info.withClient(
              NetUtil.toAddressString(InetAddress.ofLiteral(told.clientIp())), told.clientPort());
    }
    finishedTold |= event instanceof Event.SessionFinished;
    hub.sink().event(info, event);
  }

  private void turn(LongConsumer step) {
    if (failed || gone) {
      return;
    }
    try {
      step.accept(hub.now());
    } catch (RuntimeException | Error fault) {
      fail(fault);
    }
    turnEnds();
  }

  private void abort() {
    if (connecting != null) {
      connecting.cancel();
    }
    client.abort();
    server.abort();
    closed();
  }

  private void ring() {
    turn(
        now -> {
          if (now >= session.deadline()) {
            session.tick(now);
          }
        });
  }

  private void holds(long octets) {
    long change = octets - heldOctets;
    if (change != 0) {
      heldOctets = octets;
      hub.pressure().held(change, loop);
    }
  }

  private void onLoop(Runnable task) {
    try {
      loop.executor().execute(task);
    } catch (RejectedExecutionException stopped) {
      // The gateway has stopped, and all its connections are closed.
      return;
    }
  }
}
