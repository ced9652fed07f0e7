package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.postern.service.Service;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server that is set aside, again and again, whether it is back: by a connection and the
 * wait for its greeting, with the times and the security of the service that set it aside. While it
 * waits it costs a timer. It ends when the server greets, whoever hears it, and when no service has
 * the server any more. Confined to the loop that found the server out.
 */
final class ServerProbe {
  /** Until the first probe: a server that restarts is back within seconds. */
  private static final long FIRST_MILLIS = 1_000;

  /** Each pause is so many times the last, up to the chainer's time. */
  private static final int BACK_OFF = 2;

  /** Polite, and what every IMAP server knows in every state (RFC 9051, section 6.1.3). */
  private static final String GOODBYE = "P LOGOUT\r\n";

  private final Hub hub;
  private final Service service;
  private final EventLoop loop;
  private final KnownServer server;
  private final long time;
  private long pause;

  private ServerProbe(Hub hub, Service service, EventLoop loop, KnownServer server) {
    this.hub = hub;
    this.service = service;
    this.loop = loop;
    this.server = server;
    time = server.timesAside();
    pause = Math.min(FIRST_MILLIS, service.chainer().setAside().toMillis());
  }

  /** Starts, for a server that has just been set aside; on the loop. */
  static void start(Hub hub, Service service, EventLoop loop, KnownServer server) {
    new ServerProbe(hub, service, loop, server).later();
  }

  private void later() {
    try {
      var _ = loop.schedule(this::probe, pause, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      // The gateway has stopped; nobody needs a server.
      return;
    }
    pause = Math.min(pause * BACK_OFF, service.chainer().setAside().toMillis());
  }

  private void probe() {
    if (!server.wantsProbe(time)) {
      return;
    }
    Security security;
    try {
      security = ServerSearch.toward(hub, service, server.address());
    } catch (IllegalStateException gone) {
      // A reload has given the service another TLS: what it wants of its servers, it asks itself.
      return;
    }
    var _ =
        Connecting.to(
            server.address(),
            new Route(Optional.empty(), ProxyPreface.own(service.proxy().out())),
            hub.names(),
            service.timeouts().connect().toMillis(),
            loop,
            hub.sockets(),
            security,
            new Connecting.Outcome() {
              @Override
              public void connected(
                  SocketChannel channel, Optional<Security.Established> established) {
                await(channel);
              }

              @Override
              public void unreachable(String why) {
                failed(why);
              }

              @Override
              public void insecure(TlsFault fault) {
                failed(fault.text());
              }
            });
  }

  private void await(SocketChannel channel) {
    var _ =
        GreetingWait.on(
            channel,
            service.chainer().greeting().toMillis(),
            new GreetingWait.Outcome() {
              @Override
              public void greeted(FirstLine line, ByteBuf octets) {
                if (line == FirstLine.WELCOME) {
                  hub.servers().greeted(server);
                  leave(channel);
                } else {
                  var _ = channel.close();
                  failed(line.fault());
                }
              }

              @Override
              public void silent(String why) {
                failed(why);
              }
            });
  }

  private void failed(String why) {
    hub.servers().failed(server, why, service.chainer().setAside());
    later();
  }

  /** Says goodbye, and closes when the server does, or soon. */
  private void leave(SocketChannel channel) {
    channel.pipeline().addLast("goodbye", new Leaving());
    channel.config().setAutoRead(true);
    ByteBuf goodbye = ByteBufUtil.writeAscii(channel.alloc(), GOODBYE);
    channel.writeAndFlush(goodbye).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    Runnable close =
        () -> {
          var _ = channel.close();
        };
    var _ = loop.schedule(close, hub.patience().linger(), TimeUnit.MILLISECONDS);
  }

  /** Forgets what still comes. */
  private static final class Leaving extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        var _ = context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
