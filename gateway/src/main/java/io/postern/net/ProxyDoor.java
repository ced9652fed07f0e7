package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.audit.Event;
import io.postern.service.ClientTls;
import io.postern.service.ProxyProtocol;
import io.postern.service.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Takes a PROXY header off the beginning of a client's connection. First in the pipeline: a header
 * comes in clear, before TLS. For the handlers behind it the connection becomes active when the
 * header is known, and its first octet is the one behind the header.
 */
final class ProxyDoor extends ChannelInboundHandlerAdapter {
  /** How long a header may take to come; a proxy sends it at once. */
  static final long HEADER_MILLIS = 3_000;

  /**
   * How long the greeting waits for a header that may come or not. IMAP's server speaks first, so a
   * client that sends none says nothing that would tell.
   */
  static final long OPTIONAL_MILLIS = 200;

  /** Where a connection is. */
  private enum State {
    /** A header may or must come. */
    AWAITS,
    /** Nothing was waited for; a header from here is an error. */
    WATCHES,
    /** Done, or closed. */
    OVER
  }

  private final Channel client;
  private final Supplier<Optional<Service>> current;

  /** Is told the peer's address and what to tell the log. */
  private final BiConsumer<InetSocketAddress, Event.ProxyRefused> refused;

  private State state = State.AWAITS;
  private boolean required;
  private long waitMillis;
  private InetSocketAddress peer;
  private CompositeByteBuf held;
  private ScheduledFuture<?> timer;

  ProxyDoor(
      Channel client,
      Supplier<Optional<Service>> current,
      BiConsumer<InetSocketAddress, Event.ProxyRefused> refused) {
    this.client = client;
    this.current = current;
    this.refused = refused;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    Optional<Service> known = current.get();
    ProxyProtocol proxy = known.map(Service::proxy).orElse(ProxyProtocol.NONE);
    peer = (InetSocketAddress) client.remoteAddress();
    if (proxy.in() == ProxyProtocol.In.OFF || peer == null) {
      stepAside(context);
      return;
    }
    InetAddress address = peer.getAddress();
    boolean trusted = proxy.trusted().stream().anyMatch(network -> network.contains(address));
    required = proxy.in() == ProxyProtocol.In.REQUIRED;
    if (trusted) {
      // Behind TLS from the first octet the client speaks first: it will tell.
      boolean speaksFirst =
          known.filter(each -> each.tls().client().mode() == ClientTls.Mode.IMPLICIT).isPresent();
      waitMillis = required || speaksFirst ? HEADER_MILLIS : OPTIONAL_MILLIS;
      timer = context.executor().schedule(() -> late(context), waitMillis, TimeUnit.MILLISECONDS);
      context.read();
    } else if (required) {
      refuse("connection from a network that isn't trusted, where a PROXY header is required");
    } else {
      state = State.WATCHES;
      context.fireChannelActive();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf octets = (ByteBuf) message;
    switch (state) {
      case AWAITS -> {
        if (held == null) {
          held = context.alloc().compositeBuffer(Integer.MAX_VALUE);
        }
        held.addComponent(true, octets);
        look(context);
      }
      case WATCHES -> {
        if (begins(octets)) {
          octets.release();
          refuse("PROXY header from a network that isn't trusted");
        } else {
          state = State.OVER;
          context.fireChannelRead(message);
          context.pipeline().remove(this);
        }
      }
      case OVER -> ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    switch (state) {
      // Reading by itself is off here: the next piece must be asked for.
      case AWAITS -> context.read();
      case WATCHES -> context.fireChannelReadComplete();
      case OVER -> {}
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (state == State.AWAITS && event == ChannelInputShutdownEvent.INSTANCE) {
      if (required) {
        refuse("connection ended before its PROXY header");
      } else {
        stepAside(context);
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (state == State.AWAITS) {
      // Nobody behind heard of the connection. A peer that says nothing at all is told nowhere: so
      // do the plain health checks of a proxy, every few seconds.
      end();
    } else {
      context.fireChannelInactive();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (state == State.AWAITS) {
      end();
      var _ = client.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
  }

  private void look(ChannelHandlerContext context) {
    int most = Math.min(held.readableBytes(), ProxyHeaderReader.OCTETS_MAX);
    switch (ProxyHeaderReader.read(ByteBufUtil.getBytes(held, held.readerIndex(), most))) {
      case ProxyHeaderReader.Result.More _ -> {}
      case ProxyHeaderReader.Result.Found(ProxyHeader header, int octets) -> {
        held.skipBytes(octets);
        header
            .ends()
            .ifPresent(ends -> new Origin(ends.source(), peer, ends.destination()).keepOn(client));
        stepAside(context);
      }
      case ProxyHeaderReader.Result.Absent _ -> {
        if (required) {
          refuse("no PROXY header, though this service requires one");
        } else {
          stepAside(context);
        }
      }
      case ProxyHeaderReader.Result.Broken(String why) -> refuse("malformed PROXY header: " + why);
    }
  }

  private void late(ChannelHandlerContext context) {
    if (state != State.AWAITS) {
      return;
    }
    if (required) {
      refuse("no PROXY header within " + waitMillis + " ms");
    } else if (held != null) {
      refuse("PROXY header not complete within " + waitMillis + " ms");
    } else {
      stepAside(context);
    }
  }

  /** The connection goes on, with what has come behind the header. */
  private void stepAside(ChannelHandlerContext context) {
    ByteBuf rest = held == null ? Unpooled.EMPTY_BUFFER : held;
    held = null;
    end();
    ChannelPipeline pipeline = context.pipeline();
    context.fireChannelActive();
    if (!context.isRemoved()) {
      pipeline.remove(this);
    }
    if (rest.isReadable()) {
      // From the pipeline's head: TLS stands before this one by now, and its first message may be
      // what came behind the header.
      pipeline.fireChannelRead(rest);
      pipeline.fireChannelReadComplete();
    } else {
      rest.release();
    }
  }

  private void refuse(String why) {
    end();
    refused.accept(peer, new Event.ProxyRefused(why));
    var _ = client.close();
  }

  private void end() {
    state = State.OVER;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    if (held != null) {
      held.release();
      held = null;
    }
  }

  /** Whether the first octets of a client are those of a header, and of nothing that IMAP has. */
  private static boolean begins(ByteBuf octets) {
    byte[] first =
        ByteBufUtil.getBytes(
            octets, octets.readerIndex(), Math.min(octets.readableBytes(), 107), true);
    return switch (ProxyHeaderReader.read(first)) {
      case ProxyHeaderReader.Result.Found _ -> true;
      case ProxyHeaderReader.Result.Broken _ -> first[0] == '\r';
      case ProxyHeaderReader.Result.More _ -> first.length > 2 && first[0] == '\r';
      case ProxyHeaderReader.Result.Absent _ -> false;
    };
  }
}
