package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.postern.service.Address;
import io.postern.service.ProxyProtocol;
import io.postern.service.ServerTls;
import io.postern.service.Service;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The search for a server that takes a session: one after the other is connected to and waited for,
 * until one greets. What came before that the client never hears of. Confined to the loop.
 *
 * <pre>
 * server refuses, hangs, hangs up           set aside, the next one
 * server says BYE, or something else        set aside, the next one; the last one's is handed on
 * server says OK or PREAUTH                 handed on
 * </pre>
 */
final class ServerSearch {
  /**
   * The part of the time until login that a search may take: a client that is told of no server
   * should hear that, and not of a login that it had no chance to send.
   */
  private static final double LOGIN_TIME_SHARE = 0.75;

  /** What came of it; called once, on the loop, unless it was cancelled. */
  interface Outcome {
    /**
     * A server's connection and its first octets, which are the caller's only until this returns.
     * Its place among the server's sessions is the taker's to give back ({@link KnownServer#left}).
     */
    void found(KnownServer server, SocketChannel channel, Security security, ByteBuf greeting);

    /** TLS with one of them stands, though it may not greet; may be told several times before. */
    void secured(Address server, Security.Established tls);

    /** TLS with one of them failed, and others may be tried; may be told several times before. */
    void insecure(TlsFault fault);

    /** {@code why} is a short sentence for the log. */
    void nobody(String why);
  }

  private final Hub hub;
  private final Service service;
  private final EventLoop loop;
  private final Route route;
  private final Outcome outcome;
  private final Iterator<KnownServer> left;
  private final long deadline;
  private int tried;
  private KnownServer current;
  private Security security = Security.CLEAR_TEXT;
  private Connecting connecting;
  private GreetingWait waiting;
  private boolean over;

  private ServerSearch(
      Hub hub,
      Service service,
      EventLoop loop,
      Route route,
      List<KnownServer> servers,
      Outcome outcome) {
    this.hub = hub;
    this.service = service;
    this.loop = loop;
    this.route = route;
    this.outcome = outcome;
    left = servers.iterator();
    double limit = service.timeouts().beforeLogin().toMillis() * LOGIN_TIME_SHARE;
    deadline = hub.now() + Math.max(1, (long) limit);
  }

  /** Starts; on the loop. {@code servers}: in the order to try. */
  static ServerSearch among(
      List<KnownServer> servers,
      Hub hub,
      Service service,
      EventLoop loop,
      Route route,
      Outcome outcome) {
    ServerSearch search = new ServerSearch(hub, service, loop, route, servers, outcome);
    search.next("no server is enabled");
    return search;
  }

  /**
   * What lies between us and a server, for sessions and probes alike; a fresh one for each
   * connection. {@code server} is where its name for TLS comes from, where none is configured.
   */
  static Security toward(Hub hub, Service service, Address server) {
    return service.tls().server().mode() == ServerTls.Mode.IMPLICIT
        ? hub.tls().of(service).towardServer(server)
        : Security.CLEAR_TEXT;
  }

  /** Nobody wants a server any more. */
  void cancel() {
    if (over) {
      return;
    }
    over = true;
    if (connecting != null) {
      connecting.cancel();
    }
    if (waiting != null) {
      waiting.cancel();
    }
    leave();
  }

  private void next(String why) {
    if (over) {
      return;
    }
    long time = deadline - hub.now();
    if (!left.hasNext() || time <= 0) {
      over = true;
      outcome.nobody(tried > 1 ? "all of " + tried + " servers, the last: " + why : why);
      return;
    }
    tried++;
    current = left.next();
    current.entered();
    try {
      security = toward(hub, service, current.address());
    } catch (IllegalStateException gone) {
      // A reload has given the service another TLS since this session was let in.
      leave();
      over = true;
      outcome.nobody("its TLS is another since a reload");
      return;
    }
    connecting =
        Connecting.to(
            current.address(),
            route,
            hub.names(),
            Math.min(service.timeouts().connect().toMillis(), time),
            loop,
            hub.sockets(),
            security,
            new Connecting.Outcome() {
              @Override
              public void connected(
                  SocketChannel channel, Optional<Security.Established> established) {
                established.ifPresent(tls -> outcome.secured(current.address(), tls));
                await(channel);
              }

              @Override
              public void unreachable(String reason) {
                failed(reason);
              }

              @Override
              public void insecure(TlsFault fault) {
                outcome.insecure(fault);
                failed(fault.text());
              }
            });
  }

  private void await(SocketChannel channel) {
    if (!hub.awaitsGreeting()) {
      over = true;
      outcome.found(current, channel, security, Unpooled.EMPTY_BUFFER);
      return;
    }
    long limit =
        Math.min(service.chainer().greeting().toMillis(), Math.max(1, deadline - hub.now()));
    waiting =
        GreetingWait.on(
            channel,
            limit,
            new GreetingWait.Outcome() {
              @Override
              public void greeted(FirstLine line, ByteBuf octets) {
                judge(channel, line, octets);
              }

              @Override
              public void silent(String why) {
                failed(why);
              }
            });
  }

  private void judge(SocketChannel channel, FirstLine line, ByteBuf octets) {
    if (line == FirstLine.WELCOME) {
      hub.servers().greeted(current);
    } else if (line == FirstLine.OTHER || !serverSeesClients()) {
      setAside(line.fault());
    }
    if (line == FirstLine.WELCOME || !left.hasNext()) {
      // The last one's word is better than one of ours; the session reads it as strictly as ever.
      over = true;
      outcome.found(current, channel, security, octets);
    } else {
      security.close(channel);
      goOn(line.fault());
    }
  }

  /**
   * Whether a BYE may be meant for the client alone: then a client that is banned there must not be
   * able to have servers set aside for all others.
   */
  private boolean serverSeesClients() {
    return service.proxy().out() != ProxyProtocol.Out.NONE || route.source().isPresent();
  }

  private void failed(String why) {
    setAside(why);
    goOn(why);
  }

  private void setAside(String why) {
    if (hub.servers().failed(current, why, service.chainer().setAside())) {
      ServerProbe.start(hub, service, loop, current);
    }
  }

  /** Behind whatever called us: it may be the start of the very attempt that failed. */
  private void goOn(String why) {
    leave();
    loop.execute(() -> next(why));
  }

  private void leave() {
    if (current != null) {
      current.left();
      current = null;
    }
  }
}
