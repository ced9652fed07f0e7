package io.postern.benchmarks.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The IMAP server behind every proxy of the comparison, and beside it the HTTP responder that nginx
 * asks where to go. One event loop; its answers lie ready. It says the ports of both in its first
 * line, and at each line that it reads how many of its clients' octets were wrong so far; it ends
 * with its input.
 */
public final class FakeServer {
  private static final int READ_OCTETS = 128 * 1024;
  private static final int BACKLOG = 4096;

  private FakeServer() {}

  public static void main(String[] args) throws IOException {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    LongAdder wrong = new LongAdder();
    int imap = listen(loop, () -> new FakeSession(wrong));
    int http = listen(loop, () -> new WhereToGo(imap));
    System.out.println(imap + " " + http);
    for (int octet = System.in.read(); octet >= 0; octet = System.in.read()) {
      if (octet == '\n') {
        System.out.println(wrong.sum());
      }
    }
    var _ = loop.shutdownGracefully();
  }

  private static int listen(EventLoopGroup loop, Supplier<ChannelHandler> handlers) {
    Channel listener =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_OCTETS))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    client.pipeline().addLast(handlers.get());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }
}
