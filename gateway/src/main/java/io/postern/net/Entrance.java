package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.postern.audit.Event;
import io.postern.audit.SessionInfo;
import io.postern.service.Service;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Where clients of one service come in: each becomes a session, or is told why not. */
final class Entrance extends ChannelInitializer<SocketChannel> {
  /** How long a client that is refused may take to read one line. */
  private static final long REFUSAL_MILLIS = 2_000;

  private final Hub hub;

  /** The service as it is now: a reload may have changed it since the last client. */
  private final Supplier<Service> current;

  private final IdentityHashMap<EventExecutor, Loop> loops;

  Entrance(Hub hub, Supplier<Service> current, IdentityHashMap<EventExecutor, Loop> loops) {
    this.hub = hub;
    this.current = current;
    this.loops = loops;
  }

  @Override
  protected void initChannel(SocketChannel client) {
    hub.sockets().configure(client);
    Security.CLEAR_TEXT.install(client.pipeline());
    client.pipeline().addFirst("proxy", new ProxyDoor(client, current, this::proxyRefused));
    client.pipeline().addLast("entrance", new Door(client));
  }

  private void proxyRefused(InetSocketAddress peer, Event.ProxyRefused event) {
    hub.refused();
    hub.sink().event(SessionBirth.info(current.get(), peer, hub.ids()), event);
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
      if (peer == null) {
        // It was reset before we looked.
        var _ = client.close();
        return;
      }
      Service service = current.get();
      Optional<String> refusal = hub.refusal(service);
      if (refusal.isPresent()) {
        refuse(service, Origin.of(client, peer), "accepting", "This service is not available");
      } else if (!hub.take(service)) {
        refuse(
            service,
            Origin.of(client, peer),
            "connections",
            "Too many connections, try again later");
      } else {
        Relay.begin(hub, service, loops.get(client.eventLoop()), client);
      }
    }

    /**
     * RFC 9051, section 7.1.5: BYE as a greeting says that the server doesn't want the connection.
     */
    private void refuse(Service service, Origin origin, String limit, String text) {
      hub.refused();
      SessionInfo info = SessionBirth.info(service, origin, hub.ids());
      hub.sink().event(info, new Event.LimitReached(limit, "refused"));
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
