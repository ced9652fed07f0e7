package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import io.postern.audit.Event;
import io.postern.audit.LimitNames;
import io.postern.audit.LiveSession;
import io.postern.audit.SessionInfo;
import io.postern.audit.TlsFacts;
import io.postern.imap.ConnectionState;
import io.postern.imap.Secret;
import io.postern.policy.Answer;
import io.postern.policy.Question;
import io.postern.service.Address;
import io.postern.service.Router;
import io.postern.service.Service;
import io.postern.session.Admission;
import io.postern.session.Counts;
import io.postern.session.Effects;
import io.postern.session.Session;
import io.postern.session.SessionSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
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
  private final Pass pass;
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

  /** Any thread may read it. */
  private volatile SessionInfo info;

  private ServerSearch search;
  private KnownServer at;
  private final Origin origin;
  private TlsFacts clientTls = TlsFacts.NONE;
  private TlsFacts serverTls = TlsFacts.NONE;
  private boolean clientWanted = true;
  private boolean serverWanted = true;
  private long octetsFromClient;
  private long octetsFromServer;
  private long activeAt;

  /** Why it ends; a session that ends without a word has failed. */
  private Event.Cause cause = Event.Cause.INTERNAL_ERROR;

  private volatile long heldOctets;

  /** Any thread may read it. */
  private volatile boolean finishedTold;

  private boolean failed;
  private boolean gone;

  private Relay(
      Hub hub,
      Service service,
      Loop loop,
      SocketChannel clientChannel,
      Pass pass,
      Security security) {
    this.hub = hub;
    this.service = service;
    this.pass = pass;
    this.loop = loop;
    client = new Side(this);
    server = new Side(this);
    client.connected(clientChannel, security);
    began = hub.now();
    activeAt = began;
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
  static void begin(
      Hub hub,
      Service service,
      Loop loop,
      SocketChannel clientChannel,
      Pass pass,
      Security security,
      Optional<Security.Established> established) {
    Relay relay;
    try {
      relay = new Relay(hub, service, loop, clientChannel, pass, security);
    } catch (RuntimeException | Error fault) {
      hub.failed();
      pass.giveBack();
      LOG.error("A session could not begin: {}", Faults.text(fault));
      security.close(clientChannel);
      return;
    }
    hub.began(relay);
    clientChannel.pipeline().addLast("session", relay.client);
    established.ifPresent(tls -> relay.turn(now -> relay.established(relay.client, tls, now)));
    relay.connect(clientChannel);
    relay.turnEnds();
  }

  /** Looks for a server, where the router knows one before the login. */
  private void connect(SocketChannel clientChannel) {
    Optional<String> sni = TlsSecurity.serverName(clientChannel);
    Optional<InetSocketAddress> local = Optional.of(origin.connected());
    switch (Destination.of(service, sni, local, hub.listening())) {
      case Destination.Among(List<Address> servers, boolean asClient) ->
          search(servers, route(asClient));
      case Destination.AtLogin _ -> {}
      case Destination.Nowhere(String why) -> noServer(why);
    }
  }

  /**
   * Connects to the server that a login has chosen ({@link Router.ByLogin}), on the loop; at most
   * once, and outside of any of the session's own calls.
   */
  void connectTo(Address chosen) {
    if (search != null) {
      throw new IllegalStateException("a session has one server");
    }
    search(List.of(chosen), route(false));
  }

  private Route route(boolean asClient) {
    return new Route(
        asClient ? Optional.of(origin.client().getAddress()) : Optional.empty(),
        ProxyPreface.of(service.proxy().out(), origin));
  }

  private void search(List<Address> servers, Route route) {
    search =
        ServerSearch.among(
            hub.servers().order(service.name(), service.chainer().choice(), servers),
            hub,
            service,
            loop.executor(),
            route,
            new ServerSearch.Outcome() {
              @Override
              public void found(
                  KnownServer found, SocketChannel channel, Security security, ByteBuf greeting) {
                at = found;
                info = info.withServer(found.address().toString());
                server.connected(channel, security);
                channel.pipeline().addLast("session", server);
                octets(server, greeting);
                turnEnds();
              }

              @Override
              public void nobody(String why) {
                noServer(why);
              }

              @Override
              public void secured(Address by, Security.Established tls) {
                serverTls = tls.facts();
                hub.sink()
                    .event(
                        info.withServer(by.toString()),
                        new Event.TlsEstablished("server", serverTls));
              }

              @Override
              public void insecure(TlsFault fault) {
                event(new Event.TlsFailed("server", fault.slug(), fault.text()));
              }
            });
  }

  private void noServer(String why) {
    server.abort();
    event(new Event.ServerUnreachable(why));
    turn(session::serverUnreachable);
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

  String serviceName() {
    return service.name();
  }

  /** Whether nothing is left of it but connections that close; any thread. */
  boolean over() {
    return finishedTold;
  }

  /** Why it ended, once it has. */
  Event.Cause cause() {
    return cause;
  }

  /** How it is, on its loop. */
  LiveSession look() {
    long now = hub.now();
    Session.Activity activity = session.activity();
    return new LiveSession(
        info,
        activity.state(),
        (now - began) / 1000.0,
        (now - activeAt) / 1000.0,
        octetsFromClient,
        octetsFromServer,
        activity.pending(),
        activity.command(),
        clientTls,
        serverTls);
  }

  /** What the session held when its last turn ended; any thread. */
  long heldOctets() {
    return heldOctets;
  }

  /** Whether the session has had its end, and only its connections are still there; any thread. */
  boolean finished() {
    return finishedTold;
  }

  /** Ends the session between two responses; any thread. */
  void endSoon(Event.Cause cause) {
    onLoop(() -> turn(now -> session.end(cause, now)));
  }

  /** Ends the session at its next quiet moment; any thread. */
  void drainSoon() {
    onLoop(() -> turn(session::drain));
  }

  /** Ends the session because it holds most; any thread. */
  void endForMemory() {
    onLoop(
        () -> {
          event(new Event.LimitReached(LimitNames.HELD, LimitNames.ENDED));
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
    LoopCounts.Way way = from == client ? LoopCounts.Way.FROM_CLIENT : LoopCounts.Way.FROM_SERVER;
    loop.counts().octets(way, octets.readableBytes());
    activeAt = hub.now();
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
      if (at != null) {
        at.left();
      }
      pass.giveBack();
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
    if (server.closed() && search != null) {
      // Perhaps before it was there.
      search.cancel();
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
            && (server.takes() || awaitsLogin())
            && !hub.pressure().pausesClients());
    server.read(
        serverWanted && !questions.aboutServer() && clientTakes && !hub.pressure().pausesServers());
  }

  /** Whether there is no server before the login, which is read as if there were one. */
  private boolean awaitsLogin() {
    return search == null && service.router() instanceof Router.ByLogin;
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
    loop.counts().octets(LoopCounts.Way.TO_CLIENT, length);
    client.write(octets, offset, length);
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    loop.counts().octets(LoopCounts.Way.TO_SERVER, length);
    server.write(octets, offset, length);
  }

  @Override
  public void secureClient() {
    client.secure(hub.tls().of(service).towardClient());
  }

  @Override
  public void secureServer() {
    server.secure(hub.tls().of(service).towardServer(at.address()));
  }

  /** A handshake that the session asked for is done. */
  void secured(Side side, Security.Established tls) {
    turn(
        now -> {
          established(side, tls, now);
          if (side == client) {
            session.clientSecured(now);
          } else {
            session.serverSecured(now);
          }
        });
  }

  /** It failed; the connection is closing, and the session hears of that. */
  void insecure(Side side, TlsFault fault) {
    event(new Event.TlsFailed(side == client ? "client" : "server", fault.slug(), fault.text()));
  }

  private void established(Side side, Security.Established tls, long now) {
    event(new Event.TlsEstablished(side == client ? "client" : "server", tls.facts()));
    if (side == server) {
      serverTls = tls.facts();
    } else {
      clientTls = tls.facts();
      tls.subject().ifPresent(subject -> session.clientShowed(subject, now));
    }
  }

  @Override
  public void route(String user) {
    // Behind this turn: connecting may answer at once, and the session isn't to be called now.
    loop.executor().execute(() -> routed(user));
  }

  private void routed(String user) {
    if (failed || gone || !(service.router() instanceof Router.ByLogin router)) {
      return;
    }
    Optional<Address> found = router.serverOf(user);
    if (found.isPresent() && client.open()) {
      connectTo(found.get());
    } else {
      turn(session::notRouted);
    }
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

  @Override
  public void admit(String user) {
    Admission word = pass.admit(user, this::event);
    onLoop(() -> turn(now -> session.admitted(word, now)));
  }

  @Override
  public void loginFailed(String user, Optional<Secret> secret) {
    pass.failed(user, secret);
  }

  /** The server has said OK, but its user has too many sessions. */
  private void endForUser() {
    if (!failed && !gone) {
      event(new Event.LimitReached(LimitNames.PER_USER, LimitNames.ENDED));
      turn(session::endForUser);
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
  public Counts counts() {
    return loop.counts();
  }

  @Override
  public void event(Event event) {
    if (event instanceof Event.LoggedIn login) {
      info = info.withUser(login.user());
      if (!pass.succeeded(login.user())) {
        onLoop(this::endForUser);
      }
    }
    if (event instanceof Event.LoginFailed) {
      pass.goesOn();
    }
    if (event instanceof Event.SessionFinished finished) {
      finishedTold = true;
      cause = finished.cause();
    }
    if (event instanceof Event.OriginBelieved told) {
      info =
          info.withClient(
              NetUtil.toAddressString(InetAddress.ofLiteral(told.clientIp())), told.clientPort());
    }
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
    if (search != null) {
      search.cancel();
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
