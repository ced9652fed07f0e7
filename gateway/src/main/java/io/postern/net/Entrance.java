package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.postern.audit.Event;
import io.postern.audit.LimitNames;
import io.postern.audit.SessionInfo;
import io.postern.service.Choice;
import io.postern.service.ClientTls;
import io.postern.service.ConnectionFacts;
import io.postern.service.Listener;
import io.postern.service.Plan;
import io.postern.service.ServerName;
import io.postern.service.Service;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where clients of one listener come in: the rules choose a service for each, and it becomes a
 * session of that, or is told why not.
 */
final class Entrance extends ChannelInitializer<SocketChannel> {
  /** How long a client that is refused may take to read one line. */
  private static final long REFUSAL_MILLIS = 2_000;

  private final Hub hub;

  private final Listener listener;

  /** As it is now: a reload may have changed it since the last client. */
  private final Supplier<Plan> current;

  private final InstantSource time;
  private final IdentityHashMap<EventExecutor, Loop> loops;

  Entrance(
      Hub hub,
      Listener listener,
      Supplier<Plan> current,
      InstantSource time,
      IdentityHashMap<EventExecutor, Loop> loops) {
    this.hub = hub;
    this.listener = listener;
    this.current = current;
    this.time = time;
    this.loops = loops;
  }

  @Override
  protected void initChannel(SocketChannel client) {
    hub.sockets().configure(client);
    client.pipeline().addFirst("proxy", new ProxyDoor(client, this::first, this::proxyRefused));
    client.pipeline().addLast("entrance", new Door(client));
  }

  /** Of the services that share the listener: what comes before a choice is the same for all. */
  private Optional<Service> first() {
    return current.get().listeners().getOrDefault(listener, List.of()).stream().findFirst();
  }

  private void proxyRefused(InetSocketAddress peer, Event.ProxyRefused event) {
    hub.refused();
    hub.sink().event(stranger(peer), event);
  }

  /** One who belongs to no service, but whose line has an id too. */
  private SessionInfo stranger(InetSocketAddress peer) {
    return new SessionInfo(
        hub.ids().next(),
        "",
        NetUtil.toAddressString(peer.getAddress()),
        peer.getPort(),
        "",
        Optional.empty());
  }

  /** A session begins when the connection (and later its TLS) stands. */
  private final class Door extends ChannelInboundHandlerAdapter {
    private final SocketChannel client;

    Door(SocketChannel client) {
      this.client = client;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.pipeline().remove(this);
      InetSocketAddress peer = client.remoteAddress();
      if (peer == null || client.localAddress() == null) {
        // It was reset before we looked.
        var _ = client.close();
        return;
      }
      Origin origin = Origin.of(client, peer);
      arrived(origin.client(), origin.connected(), ServerName.NOT_YET);
    }

    /**
     * The connection is ready to be given to a service: the one place where the facts are gathered
     * that rules look at. On its loop, and once more when the name is known if the rules ask for
     * it.
     *
     * @param source the client, as its socket tells it or a trusted PROXY header
     * @param destination the address that the client connected to, likewise
     * @param name what it asks for in TLS, as far as that is known
     */
    private void arrived(InetSocketAddress source, InetSocketAddress destination, ServerName name) {
      Plan plan = current.get();
      if (!plan.listeners().containsKey(listener)) {
        // A reload is just closing it: as if it came a moment later.
        var _ = client.close();
        return;
      }
      ConnectionFacts facts =
          new ConnectionFacts(
              listener, source.getAddress(), destination.getAddress(), name, time.instant());
      switch (plan.choose(facts)) {
        case Choice.Chosen chosen -> enter(chosen.service(), source);
        case Choice.Denied denied -> deny(plan, denied.rule(), source);
        // Only services with TLS from the first octet can be chosen so (PlanCheck).
        case Choice.NeedsServerName _ -> peek(source, destination);
      }
    }

    private void peek(InetSocketAddress source, InetSocketAddress destination) {
      if (!ServerNamePeek.begin(client, name -> arrived(source, destination, name))) {
        hub.refused();
        hub.sink()
            .event(
                stranger(source),
                new Event.LimitReached(LimitNames.CONNECTIONS, LimitNames.REFUSED));
        var _ = client.close();
      }
    }

    private void enter(Service service, InetSocketAddress peer) {
      Optional<String> refusal = hub.refusal(service);
      if (refusal.isPresent()) {
        refuse(service, peer, LimitNames.ACCEPTING, "This service is not available");
        return;
      }
      switch (hub.turnstile().enter(service, peer.getAddress())) {
        case Turnstile.Refusal(String limit, String text) -> refuse(service, peer, limit, text);
        case Pass pass ->
            Securing.begin(new Guest(hub, service, loops.get(client.eventLoop()), client, pass));
      }
    }

    /** No rule lets it in. */
    private void deny(Plan plan, String rule, InetSocketAddress peer) {
      hub.denied();
      hub.sink().event(stranger(peer), new Event.RuleDenied(listener.toString(), rule));
      if (plan.speaksClear(listener)) {
        goodbye("There is no service for you here");
      } else {
        // Before its TLS stands, nothing can be said to it.
        var _ = client.close();
      }
    }

    private void refuse(Service service, InetSocketAddress peer, String limit, String text) {
      hub.refused();
      SessionInfo info = SessionBirth.info(service, Origin.of(client, peer), hub.ids());
      hub.sink().event(info, new Event.LimitReached(limit, LimitNames.REFUSED));
      if (service.tls().client().mode() == ClientTls.Mode.IMPLICIT) {
        // A BYE inside TLS would cost the handshake that the limit is to save.
        var _ = client.close();
      } else {
        goodbye(text);
      }
    }

    /**
     * RFC 9051, section 7.1.5: BYE as a greeting says that the server doesn't want the connection.
     */
    private void goodbye(String text) {
      ByteBuf bye = ByteBufUtil.writeAscii(client.alloc(), "* BYE [UNAVAILABLE] " + text + "\r\n");
      client.writeAndFlush(bye).addListener(ChannelFutureListener.CLOSE);
      Runnable close =
          () -> {
            var _ = client.close();
          };
      var _ = client.eventLoop().schedule(close, REFUSAL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
