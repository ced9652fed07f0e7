package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * One of a session's two connections: reading when told to, sending when a turn ends, and closing
 * in order.
 *
 * <p>Nothing here calls the session from inside one of the session's own calls: effects are noted,
 * and performed when the turn ends ({@link #perform}).
 */
final class Side extends ChannelInboundHandlerAdapter {
  /** Where a connection is in its life. */
  private enum State {
    /** The server's, while it is being opened. */
    UNCONNECTED,
    OPEN,
    /** The session has said its last words; they are on their way. */
    FLUSHING,
    /** They have left; what still comes in is forgotten. */
    LINGERING,
    CLOSED
  }

  private final Relay relay;
  private final Hub hub;
  private final Outgoing outgoing;
  private Security security = Security.CLEAR_TEXT;
  private State state = State.UNCONNECTED;
  private SocketChannel channel;
  private ScheduledFuture<?> closing;
  private boolean closeWanted;
  private boolean closeClean;
  private boolean inputEnded;

  /** Whether the session wants to be told more octets of this peer. */
  private boolean wanted = true;

  private boolean broken;

  /** TLS that is to begin when this turn ends. */
  private Optional<Security> upgrade = Optional.empty();

  private boolean handshaking;

  /** The peer has said inside the layer that it sends no more. */
  private boolean endTold;

  Side(Relay relay, Hub hub) {
    this.relay = relay;
    this.hub = hub;
    this.outgoing = new Outgoing(relay, hub);
  }

  /** The connection is there. It is added to the pipeline last, behind the security layer. */
  void connected(SocketChannel connection, Security layer) {
    channel = connection;
    outgoing.connected(connection);
    security = layer;
    state = State.OPEN;
  }

  /** Whether the session still deals with this connection. */
  boolean open() {
    return state == State.OPEN && !closeWanted;
  }

  boolean closed() {
    return state == State.CLOSED;
  }

  /**
   * Whether more may be written without holding more than the bound; a connection that is going
   * takes, and forgets, all.
   */
  boolean takes() {
    return switch (state) {
      case UNCONNECTED -> false;
      case OPEN -> channel.isWritable() && !(outgoing.waits() && hub.pressure().sparesOutgoing());
      case FLUSHING, LINGERING, CLOSED -> true;
    };
  }

  /** The session wants more of this peer, or not for now. */
  void want(boolean more) {
    wanted = more;
  }

  /**
   * Reads, or stops reading; {@code may} is whether there is room for what comes. A connection that
   * is closing is read to its end in any case.
   */
  void read(boolean may) {
    if (broken || (channel != null && !channel.isOpen())) {
      // Closed, though nobody has been told yet.
      return;
    }
    switch (state) {
      case OPEN -> channel.config().setAutoRead(handshaking || (wanted && may && !inputEnded));
      case FLUSHING, LINGERING -> channel.config().setAutoRead(true);
      case UNCONNECTED, CLOSED -> {}
    }
  }

  /**
   * Takes a copy of octets that are to be written when the turn ends, or, for a server that isn't
   * there yet, when it is: epoll reads a client that ends its output early, wanted or not.
   */
  void write(byte[] octets, int offset, int length) {
    if (closeWanted || (state != State.OPEN && state != State.UNCONNECTED)) {
      return;
    }
    outgoing.write(octets, offset, length);
  }

  /**
   * Takes a part of what was read from the other peer, behind what was written, and releases it;
   * only while {@link #open}.
   *
   * @param keeps octets of memory that it keeps, for the bound on what waits
   */
  void pass(ByteBuf part, int keeps) {
    outgoing.pass(part, keeps);
  }

  /** The session's last words to this peer have been written. */
  void close(boolean clean) {
    if (!closeWanted) {
      closeWanted = true;
      closeClean = clean;
    }
  }

  /** TLS is to begin behind what was written so far. */
  void secure(Security layer) {
    upgrade = Optional.of(layer);
  }

  /**
   * What was written has left through a pipeline without the layer; what comes from now on passes
   * it.
   */
  private void beginUpgrade() {
    security = upgrade.orElseThrow();
    upgrade = Optional.empty();
    handshaking = true;
    security.begin(
        channel,
        new Security.Outcome() {
          @Override
          public void secured(Optional<Security.Established> established) {
            handshaking = false;
            if (open()) {
              relay.secured(Side.this, established.orElseThrow());
            }
          }

          @Override
          public void failed(TlsFault fault) {
            handshaking = false;
            broken = true;
            if (open()) {
              relay.insecure(Side.this, fault);
            }
          }
        });
  }

  /** The end of a turn: sends what was gathered, and starts to close if that was asked for. */
  void perform() {
    if (state == State.UNCONNECTED && closeWanted) {
      abort();
    }
    if (state != State.OPEN) {
      return;
    }
    outgoing.flush();
    if (upgrade.isPresent() && !closeWanted) {
      beginUpgrade();
    }
    if (closeWanted && handshaking) {
      // Nothing more can be said: in clear it must not be, and there is no TLS yet.
      abort();
    } else if (closeWanted) {
      state = State.FLUSHING;
      if (!outgoing.waits()) {
        flushed();
        return;
      }
      closeAfter(hub.patience().flush(), this::abort);
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener((ChannelFutureListener) _ -> flushed());
    }
  }

  /** Closes at once; the peer gets a RST, so that it can't take what it has for all. */
  void abort() {
    outgoing.drop();
    if (state == State.UNCONNECTED) {
      state = State.CLOSED;
    } else if (state != State.CLOSED) {
      resetOnClose();
      security.close(channel);
    }
  }

  private void closeNow() {
    security.close(channel);
  }

  private void resetOnClose() {
    if (channel.isOpen()) {
      try {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
      } catch (ChannelException refused) {
        // Some systems refuse options on a connection that its peer has reset: then nothing is left
        // to reset.
        return;
      }
    }
  }

  private void flushed() {
    if (state != State.FLUSHING) {
      return;
    }
    state = State.LINGERING;
    // The peer's end is ours now: the system needn't keep half a connection for it.
    channel.config().setAllowHalfClosure(false);
    ChannelFuture saying = security.sayEnd(channel, closeClean);
    if (closing == null && !saying.isDone()) {
      closeAfter(hub.patience().flush(), this::abort);
    }
    // Whether or not it could be said: the peer may have closed before.
    saying.addListener((ChannelFutureListener) _ -> endSaid());
  }

  private void endSaid() {
    if (inputEnded) {
      closeNow();
      return;
    }
    channel
        .shutdownOutput()
        .addListener(
            (ChannelFutureListener)
                done -> {
                  if (inputEnded || !done.isSuccess()) {
                    closeNow();
                  } else if (state == State.LINGERING) {
                    closeAfter(hub.patience().linger(), this::closeNow);
                  }
                });
  }

  private void closeAfter(long millis, Runnable close) {
    if (closing != null) {
      closing.cancel(false);
    }
    closing = channel.eventLoop().schedule(close, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (open()) {
        relay.octets(this, (ByteBuf) message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    relay.turnEnds();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    relay.gate();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    boolean end = event == ChannelInputShutdownEvent.INSTANCE;
    boolean told = event instanceof SslCloseCompletionEvent close && close.isSuccess();
    endTold |= told;
    if ((!end && !told) || inputEnded || broken) {
      return;
    }
    inputEnded = true;
    if (state == State.LINGERING) {
      closeNow();
    } else if (open()) {
      // A FIN that TLS knows nothing of may be anybody's: what came before may have been cut.
      relay.ended(this, security.tellsEnd() && !endTold);
    }
  }

  /** A reset connection, or a fault of ours: neither can be gone on with. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean tls = cause instanceof DecoderException && cause.getCause() instanceof SSLException;
    if (tls || cause instanceof IOException || cause instanceof UncheckedIOException) {
      if (tls && TlsFault.of(cause) == TlsFault.RENEGOTIATION && open()) {
        relay.insecure(this, TlsFault.RENEGOTIATION);
      }
      broken = true;
      closeNow();
    } else {
      relay.fail(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean tell = open();
    state = State.CLOSED;
    if (closing != null) {
      closing.cancel(false);
    }
    outgoing.drop();
    if (tell) {
      relay.ended(this, true);
    }
    relay.closed();
  }
}
