package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.postern.service.ProxyProtocol;

/**
 * Writes a PROXY header as the first octets to a server: first in the pipeline, so that it is out
 * before the layers behind hear that the connection stands, and TLS begins.
 */
final class ProxyPreface extends ChannelInboundHandlerAdapter {
  private final byte[] header;

  private ProxyPreface(byte[] header) {
    this.header = header;
  }

  /** The layer toward a server with a header before it, if the service sends one. */
  static Security before(Security security, ProxyProtocol.Out out, Origin origin) {
    if (out == ProxyProtocol.Out.NONE) {
      return security;
    }
    byte[] header =
        out == ProxyProtocol.Out.V1
            ? ProxyHeader.v1(origin.client(), origin.connected())
            : ProxyHeader.v2(origin.client(), origin.connected());
    return new Security() {
      @Override
      public void install(ChannelPipeline pipeline) {
        security.install(pipeline);
        pipeline.addFirst("proxy", new ProxyPreface(header));
      }

      @Override
      public ChannelFuture endOutput(SocketChannel channel, boolean clean) {
        return security.endOutput(channel, clean);
      }
    };
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    ByteBuf octets = context.alloc().buffer(header.length).writeBytes(header);
    // A failure shows on the connection itself.
    var _ = context.writeAndFlush(octets);
    context.fireChannelActive();
    context.pipeline().remove(this);
  }
}
