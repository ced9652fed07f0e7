package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * Reads a client's first message before any certificate is chosen: which name it asks for, and
 * whether it means to speak IMAP at all. Then the TLS handler takes this one's place.
 */
final class ClientHelloDoor extends SslClientHelloHandler<ClientHello> {
  /** With post-quantum key shares a client's first message has 2 KiB. */
  static final int HELLO_OCTETS_MAX = 16 * 1024;

  /** A fatal alert in clear: no_application_protocol (RFC 7301, section 3.2). */
  private static final byte[] NO_APPLICATION_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

  private final Function<ClientHello, SslHandler> choice;

  /** The client offers protocols, and not ours. */
  static final class NotImap extends SSLException {
    private static final long serialVersionUID = 1;

    NotImap() {
      super("no_application_protocol");
    }
  }

  /**
   * @param choice the handler for what the client asks for
   */
  ClientHelloDoor(Function<ClientHello, SslHandler> choice) {
    super(HELLO_OCTETS_MAX);
    this.choice = choice;
  }

  @Override
  protected Future<ClientHello> lookup(ChannelHandlerContext context, ByteBuf message) {
    return context.executor().newSucceededFuture(ClientHello.read(message));
  }

  @Override
  protected void onLookupComplete(ChannelHandlerContext context, Future<ClientHello> future) {
    ClientHello hello = future.getNow();
    if (hello.forAnother()) {
      context
          .writeAndFlush(Unpooled.wrappedBuffer(NO_APPLICATION_PROTOCOL))
          .addListener(ChannelFutureListener.CLOSE);
      context.fireUserEventTriggered(new SslHandshakeCompletionEvent(new NotImap()));
      return;
    }
    context.pipeline().replace(this, TlsSecurity.NAME, choice.apply(hello));
  }
}
