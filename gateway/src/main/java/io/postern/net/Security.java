package io.postern.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.postern.audit.TlsFacts;
import java.util.Optional;

/**
 * What lies between a socket and a session: nothing, or TLS. Every octet passes the pipeline, and
 * every end of output passes here, so that nothing can go around it. One for each connection.
 */
interface Security {
  /** What came of a beginning; called once, on the loop. */
  interface Outcome {
    /**
     * Octets may pass.
     *
     * @param established what was agreed; empty in clear
     */
    void secured(Optional<Established> established);

    /** They never will; the connection is being closed. */
    void failed(TlsFault fault);
  }

  /**
   * What two peers agreed on.
   *
   * @param subject of the peer's verified certificate, as RFC 2253 writes it; only of clients
   */
  record Established(TlsFacts facts, Optional<String> subject) {}

  /** Begins, first in the pipeline of a connection that stands. */
  void begin(SocketChannel channel, Outcome outcome);

  /**
   * Says inside this layer that we send no more, when all that was written has left; the FIN behind
   * it is the caller's to send. Done when it was said, or can't be.
   *
   * @param clean false if a message was cut short: then no close_notify (RFC 8446, section 6.1), so
   *     that the peer can tell
   */
  ChannelFuture sayEnd(SocketChannel channel, boolean clean);

  /** Closes at once, without a word of this layer's own. */
  void close(SocketChannel channel);

  /**
   * Whether a peer that means to end says so inside this layer, so that a FIN alone may be
   * somebody's cut.
   */
  boolean tellsEnd();

  /** No layer: plain TCP, on which FIN is all that can be said. */
  Security CLEAR_TEXT =
      new Security() {
        @Override
        public void begin(SocketChannel channel, Outcome outcome) {
          outcome.secured(Optional.empty());
        }

        @Override
        public ChannelFuture sayEnd(SocketChannel channel, boolean clean) {
          return channel.newSucceededFuture();
        }

        @Override
        public void close(SocketChannel channel) {
          var _ = channel.close();
        }

        @Override
        public boolean tellsEnd() {
          return false;
        }
      };
}
