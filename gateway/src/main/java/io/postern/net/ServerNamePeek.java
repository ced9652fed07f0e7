package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.service.ServerName;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Reads a client's first TLS message where rules choose by the name in it, before it is known whose
 * certificate it gets; then goes, and lets the octets come again for whoever has taken the
 * connection.
 */
final class ServerNamePeek extends SslClientHelloHandler<ClientHello> {
  /**
   * Clients of all listeners that are looked at together: they belong to no service yet, whose
   * count would bound them.
   */
  static final int AT_ONCE_MAX = 4096;

  private static final AtomicInteger AT_ONCE = new AtomicInteger();

  private final Consumer<ServerName> named;
  private ScheduledFuture<?> timer;
  private boolean counted;

  private ServerNamePeek(Consumer<ServerName> named) {
    super(ClientHelloDoor.HELLO_OCTETS_MAX);
    this.named = named;
  }

  /**
   * Begins, on the loop.
   *
   * @param named called once, unless the client goes, says nothing in time, or says too much
   * @return false if too many are looked at: then nothing has begun
   */
  static boolean begin(io.netty.channel.Channel client, Consumer<ServerName> named) {
    if (AT_ONCE.incrementAndGet() > AT_ONCE_MAX) {
      AT_ONCE.decrementAndGet();
      return false;
    }
    ServerNamePeek peek = new ServerNamePeek(named);
    peek.counted = true;
    peek.timer =
        client
            .eventLoop()
            .schedule(
                () -> {
                  var _ = client.close();
                },
                Handshake.TIMEOUT_MILLIS,
                TimeUnit.MILLISECONDS);
    client.pipeline().addFirst("again", new Again()).addFirst("peek", peek);
    client.config().setAutoRead(true);
    return true;
  }

  @Override
  protected Future<ClientHello> lookup(ChannelHandlerContext context, ByteBuf message) {
    return context.executor().newSucceededFuture(ClientHello.read(message));
  }

  @Override
  protected void onLookupComplete(ChannelHandlerContext context, Future<ClientHello> future) {
    over();
    // Whoever takes it says what is read.
    context.channel().config().setAutoRead(false);
    named.accept(
        future
            .getNow()
            .serverName()
            .<ServerName>map(ServerName.Named::new)
            .orElse(ServerName.NONE));
    // What was read goes on behind it, to what lets it come again.
    context.pipeline().remove(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.channel().close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    over();
    super.channelInactive(context);
  }

  private void over() {
    if (counted) {
      counted = false;
      timer.cancel(false);
      AT_ONCE.decrementAndGet();
    }
  }

  /** Hands what was looked at to the pipeline's head, where TLS stands by then. */
  private static final class Again extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ChannelPipeline pipeline = context.pipeline();
      pipeline.remove(this);
      pipeline.fireChannelRead(message);
    }
  }
}
