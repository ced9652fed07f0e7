package io.postern.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;

/**
 * What lies between a socket and a session. Today nothing; TLS is to be one more of these. Every
 * octet passes the pipeline, and every end of output passes here, so that nothing can go around it.
 */
interface Security {
  /**
   * The security layer's handlers, if any, first in the pipeline, before the session's own is
   * added.
   */
  void install(ChannelPipeline pipeline);

  /**
   * Says that we send no more, when all that was written has left.
   *
   * @param clean false if a message was cut short: then no close_notify either (RFC 8446, section
   *     6.1), so that the peer can tell
   */
  ChannelFuture endOutput(SocketChannel channel, boolean clean);

  /** No layer: plain TCP, on which FIN is all that can be said. */
  Security CLEAR_TEXT =
      new Security() {
        @Override
        public void install(ChannelPipeline pipeline) {
          // Nothing stands between.
        }

        @Override
        public ChannelFuture endOutput(SocketChannel channel, boolean clean) {
          return channel.shutdownOutput();
        }
      };
}
