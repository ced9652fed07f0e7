package io.postern.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/** Answers nginx's authentication request: every user is welcome, and goes to the fake server. */
final class WhereToGo extends ChannelInboundHandlerAdapter {
  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  private final byte[] answer;
  private int matched;

  WhereToGo(int port) {
    answer =
        ("HTTP/1.0 200 OK\r\nAuth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: "
                + port
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf request = (ByteBuf) message;
    while (request.isReadable() && matched < END.length) {
      byte octet = request.readByte();
      matched = octet == END[matched] ? matched + 1 : octet == END[0] ? 1 : 0;
    }
    request.release();
    if (matched == END.length) {
      context
          .writeAndFlush(Unpooled.wrappedBuffer(answer))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
