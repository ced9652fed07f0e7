package io.postern.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.util.Optional;
import java.util.function.Function;

/** TLS on one connection, in either role. */
final class TlsSecurity implements Security {
  /** Its handler's name in the pipeline. */
  static final String NAME = "tls";

  private static final AttributeKey<String> SERVER_NAME =
      AttributeKey.valueOf(TlsSecurity.class, "serverName");

  private final Function<SocketChannel, ChannelHandler> handler;
  private final boolean demandsSubject;

  /** The name that a client asked for in its handshake (RFC 6066, section 3), in lower case. */
  static Optional<String> serverName(SocketChannel channel) {
    // Asked so, since to ask for an attribute makes one for the life of the channel.
    return channel.hasAttr(SERVER_NAME)
        ? Optional.ofNullable(channel.attr(SERVER_NAME).get())
        : Optional.empty();
  }

  /** Remembers it, for whoever has to choose by it. */
  static void serverName(SocketChannel channel, Optional<String> name) {
    name.ifPresent(known -> channel.attr(SERVER_NAME).set(known));
  }

  /**
   * @param handler makes what stands first in the pipeline: an {@link SslHandler}, or what becomes
   *     one
   * @param demandsSubject whether the peer's certificate is one that we asked for and verified
   */
  TlsSecurity(Function<SocketChannel, ChannelHandler> handler, boolean demandsSubject) {
    this.handler = handler;
    this.demandsSubject = demandsSubject;
  }

  @Override
  public void begin(SocketChannel channel, Outcome outcome) {
    ChannelHandler first;
    try {
      first = handler.apply(channel);
    } catch (RuntimeException unusable) {
      close(channel);
      outcome.failed(TlsFault.of(unusable));
      return;
    }
    Handshake handshake = new Handshake(outcome, demandsSubject);
    channel.pipeline().addFirst("handshake", handshake);
    // While it lasts all is read that comes: there is no session yet that could want less.
    channel.config().setAutoRead(true);
    channel.pipeline().addFirst(NAME, first).addFirst(OneHandshake.NAME, new OneHandshake());
  }

  @Override
  public ChannelFuture sayEnd(SocketChannel channel, boolean clean) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    return clean && tls != null ? tls.closeOutbound() : channel.newSucceededFuture();
  }

  @Override
  public void close(SocketChannel channel) {
    // From the first handler's place on: the TLS handler itself would say close_notify, and wait.
    ChannelHandlerContext first = channel.pipeline().firstContext();
    var _ = first == null ? channel.close() : first.close();
  }

  @Override
  public boolean tellsEnd() {
    return true;
  }
}
