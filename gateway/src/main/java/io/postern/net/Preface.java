package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;

/**
 * The first octets that a server gets on a connection, before TLS and before anything else: a PROXY
 * header, say. Asked on the loop, when the connection stands, so that both its addresses are known.
 */
interface Preface {
  /** Nothing. */
  Preface NONE = _ -> new byte[0];

  /** The octets; none for an empty array. Bounded by whoever makes them. */
  byte[] octets(SocketChannel connected);

  /**
   * Sees to it that they are written first: the handler stands before the security layer's, which
   * begins its handshake when it is told that the connection is active.
   */
  default void install(ChannelPipeline pipeline) {
    if (this == NONE) {
      return;
    }
    pipeline.addFirst(
        "preface",
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext context) {
            byte[] octets = Preface.this.octets((SocketChannel) context.channel());
            if (octets.length > 0) {
              ByteBuf buffer = context.alloc().directBuffer(octets.length).writeBytes(octets);
              // From here it goes straight to the socket.
              context.writeAndFlush(buffer, context.voidPromise());
            }
            context.fireChannelActive();
            context.pipeline().remove(this);
          }
        });
  }
}
