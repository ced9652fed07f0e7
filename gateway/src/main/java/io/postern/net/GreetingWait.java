package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a server's first line, and holds it: until it is there, the session knows of no server,
 * and another may be tried without a client's noticing. Confined to the loop.
 */
final class GreetingWait extends ChannelInboundHandlerAdapter {
  /**
   * After so many octets it isn't waited longer for the end of the line: the session's own bound
   * for a line before login, and its own to enforce. One read more may be held.
   */
  static final int OCTETS_MAX = 8 * 1024;

  /** What came of it; called once, on the loop, unless it was cancelled. */
  interface Outcome {
    /**
     * A line has come. The handler is out of the pipeline, and whoever takes the channel over adds
     * one at once. The octets are all that came, and the caller's only until this returns.
     */
    void greeted(FirstLine line, ByteBuf octets);

    /** None came; {@code why} is a short sentence. The channel is being closed. */
    void silent(String why);
  }

  private final SocketChannel channel;
  private final Outcome outcome;
  private final ByteBuf held;
  private final ScheduledFuture<?> timer;
  private boolean over;

  private GreetingWait(SocketChannel channel, long limitMillis, Outcome outcome) {
    this.channel = channel;
    this.outcome = outcome;
    this.held = channel.alloc().directBuffer(256);
    this.timer =
        channel
            .eventLoop()
            .schedule(
                () -> fail("connected, and sent no greeting"), limitMillis, TimeUnit.MILLISECONDS);
  }

  /** Starts; on the loop, with a channel that nobody else reads. */
  static GreetingWait on(SocketChannel channel, long limitMillis, Outcome outcome) {
    GreetingWait wait = new GreetingWait(channel, limitMillis, outcome);
    channel.pipeline().addLast("greeting", wait);
    if (channel.isActive()) {
      channel.read();
    } else {
      // It was reset before anybody looked, and nobody will be told again.
      channel.eventLoop().execute(() -> wait.fail("closed without a greeting"));
    }
    return wait;
  }

  /** Nobody wants the connection any more. */
  void cancel() {
    if (!over) {
      end();
      held.release();
      var _ = channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (over) {
        return;
      }
      ByteBuf octets = (ByteBuf) message;
      held.writeBytes(octets);
      boolean line = held.indexOf(held.readerIndex(), held.writerIndex(), (byte) '\n') >= 0;
      if (line || held.readableBytes() >= OCTETS_MAX) {
        greeted();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void greeted() {
    end();
    try {
      channel.pipeline().remove(this);
      outcome.greeted(FirstLine.of(held), held);
    } finally {
      held.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!over) {
      context.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      fail("closed without a greeting");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail("closed without a greeting");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Never the message, which may quote a peer.
    fail(
        cause instanceof IOException
            ? "closed without a greeting"
            : "failed: " + cause.getClass().getSimpleName());
  }

  private void fail(String why) {
    if (!over) {
      cancel();
      outcome.silent(why);
    }
  }

  private void end() {
    over = true;
    timer.cancel(false);
  }
}
