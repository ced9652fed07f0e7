package io.postern.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.service.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The opening of a connection to a server: its name looked up, its addresses tried one after the
 * other, all within one time limit, each by the same {@link Route}. Confined to the loop.
 */
final class Connecting {
  /** What came of it; called once, on the loop, unless it was cancelled. */
  interface Outcome {
    /**
     * It stands.
     *
     * @param established what was agreed; empty in clear
     */
    void connected(SocketChannel channel, Optional<Security.Established> established);

    /** {@code why} is a short sentence for the log. */
    void unreachable(String why);

    /** It is there, and isn't who it should be, or speaks no TLS that we do. */
    void insecure(TlsFault fault);
  }

  private final EventLoop loop;
  private final Sockets sockets;
  private final Security security;
  private final Route route;
  private final Outcome outcome;
  private final int port;
  private final long deadline;
  private final ScheduledFuture<?> timer;
  private Iterator<InetAddress> addresses = List.<InetAddress>of().iterator();
  private int addressesLeft;
  private Channel attempt;
  private boolean handshaking;
  private boolean over;

  private Connecting(
      EventLoop loop,
      Sockets sockets,
      Security security,
      Route route,
      int port,
      long limitMillis,
      Outcome outcome) {
    this.loop = loop;
    this.route = route;
    this.sockets = sockets;
    this.security = security;
    this.outcome = outcome;
    this.port = port;
    this.deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    this.timer = loop.schedule(this::timedOut, limitMillis, TimeUnit.MILLISECONDS);
  }

  /** Starts; on the loop. */
  static Connecting to(
      Address server,
      Route route,
      Names names,
      long limitMillis,
      EventLoop loop,
      Sockets sockets,
      Security security,
      Outcome outcome) {
    Connecting connecting =
        new Connecting(loop, sockets, security, route, server.port(), limitMillis, outcome);
    var _ =
        names
            .lookUp(server)
            .whenComplete(
                (found, unknown) ->
                    connecting.onLoop(
                        () -> {
                          if (unknown == null) {
                            connecting.addressesLeft = found.size();
                            connecting.addresses = found.iterator();
                            connecting.next("no address");
                          } else {
                            connecting.fail("no such host");
                          }
                        }));
    return connecting;
  }

  /** Nobody wants the connection any more. */
  void cancel() {
    if (!over) {
      end();
    }
  }

  private void next(String why) {
    if (over) {
      return;
    }
    if (!addresses.hasNext()) {
      fail(why);
      return;
    }
    InetSocketAddress address = new InetSocketAddress(addresses.next(), port);
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    // A dead first address must leave time for the others.
    long share = Math.clamp(left / addressesLeft--, 1, Integer.MAX_VALUE);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(sockets.transport().connected())
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    sockets.configure(channel);
                    channel
                        .config()
                        .setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(share));
                    route.source().ifPresent(_ -> Transparency.mayForge(channel));
                  }
                });
    ChannelFuture trying =
        route.source().isEmpty()
            ? bootstrap.connect(address)
            : bootstrap.connect(address, new InetSocketAddress(route.source().get(), 0));
    attempt = trying.channel();
    trying.addListener(_ -> onLoop(() -> tried(trying)));
  }

  private void tried(ChannelFuture trying) {
    if (over) {
      var _ = trying.channel().close();
    } else if (trying.isSuccess()) {
      secure((SocketChannel) trying.channel());
    } else {
      next(reason(trying.cause()));
    }
  }

  /** The handshake is part of the connection's opening, and of its time. */
  private void secure(SocketChannel channel) {
    byte[] preface = route.preface().octets(channel);
    if (preface.length > 0) {
      // In clear, whatever follows: the server reads it before it thinks of TLS.
      var _ =
          channel.writeAndFlush(
              channel.alloc().directBuffer(preface.length).writeBytes(preface),
              channel.voidPromise());
    }
    handshaking = true;
    security.begin(
        channel,
        new Security.Outcome() {
          @Override
          public void secured(Optional<Security.Established> established) {
            if (!over) {
              over = true;
              timer.cancel(false);
              outcome.connected(channel, established);
            }
          }

          @Override
          public void failed(TlsFault fault) {
            if (!over) {
              over = true;
              timer.cancel(false);
              outcome.insecure(fault);
            }
          }
        });
  }

  private void timedOut() {
    if (handshaking && !over) {
      end();
      outcome.insecure(TlsFault.TIMED_OUT);
    } else {
      fail("timed out");
    }
  }

  private void fail(String why) {
    if (!over) {
      end();
      outcome.unreachable(why);
    }
  }

  private void end() {
    over = true;
    timer.cancel(false);
    if (attempt instanceof SocketChannel channel) {
      security.close(channel);
    }
  }

  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  private static String reason(Throwable cause) {
    return switch (cause) {
      case ConnectTimeoutException _ -> "timed out";
      case NoRouteToHostException _ -> "no route to host";
      case ConnectException refused when String.valueOf(refused.getMessage()).contains("refused") ->
          "connection refused";
      case IOException gone when String.valueOf(gone.getMessage()).contains("reset") ->
          "connection reset";
      default -> "failed: " + cause.getClass().getSimpleName();
    };
  }
}
