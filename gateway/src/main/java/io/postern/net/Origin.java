package io.postern.net;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;

/**
 * Where a client's connection comes from: by a PROXY header that was believed, or by the socket.
 *
 * @param client the client
 * @param peer who is connected to us: the client, or a proxy before us
 * @param connected where the client connected to
 */
record Origin(InetSocketAddress client, InetSocketAddress peer, InetSocketAddress connected) {
  private static final AttributeKey<Origin> KEY = AttributeKey.valueOf(Origin.class, "origin");

  /** Keeps what a header said; on the channel's loop, before {@code channelActive} goes on. */
  void keepOn(Channel channel) {
    channel.attr(KEY).set(this);
  }

  /**
   * Of a channel, on its loop.
   *
   * @param peer its remote address, which isn't null: a channel that was reset before we looked has
   *     no origin
   */
  static Origin of(Channel channel, InetSocketAddress peer) {
    // Asked so, since to ask for an attribute makes one for the life of the channel.
    Origin kept = channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    if (kept != null) {
      return kept;
    }
    InetSocketAddress local = (InetSocketAddress) channel.localAddress();
    return new Origin(peer, peer, local == null ? peer : local);
  }

  /** Whether a header said it. */
  boolean proxied() {
    return !client.equals(peer);
  }
}
