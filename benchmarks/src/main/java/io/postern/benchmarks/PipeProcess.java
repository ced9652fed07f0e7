package io.postern.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What a gateway would cost that looks at nothing: the same library, event loops and sizes of
 * reads, and each buffer passed on as it came. A child process; its argument is the server's port.
 */
final class PipeProcess {
  private static final int READ_OCTETS = 32 * 1024;

  private PipeProcess() {}

  public static void main(String[] args) throws IOException {
    int serverPort = Integer.parseInt(args[0]);
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Class<? extends ServerSocketChannel> listening =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    Class<? extends SocketChannel> connected =
        epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    Channel listener =
        new ServerBootstrap()
            .group(group)
            .channel(listening)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    configure(client);
                    connect(client, serverPort, connected);
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    System.out.println(((InetSocketAddress) listener.localAddress()).getPort());
    while (System.in.read() >= 0) {
      // Nothing is asked of a pipe; it ends with its input.
    }
    var _ = group.shutdownGracefully();
  }

  private static void configure(SocketChannel channel) {
    channel.config().setAutoRead(false);
    channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_OCTETS));
  }

  private static void connect(
      SocketChannel client, int port, Class<? extends SocketChannel> connected) {
    new Bootstrap()
        .group(client.eventLoop())
        .channel(connected)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel server) {
                configure(server);
              }
            })
        .connect(InetAddress.getLoopbackAddress(), port)
        .addListener(
            (ChannelFutureListener)
                done -> {
                  if (!done.isSuccess()) {
                    var _ = client.close();
                    return;
                  }
                  Channel server = done.channel();
                  client.pipeline().addLast(new End(server));
                  server.pipeline().addLast(new End(client));
                  client.config().setAutoRead(true);
                  server.config().setAutoRead(true);
                });
  }

  /** One end: what it reads the other writes. */
  private static final class End extends ChannelInboundHandlerAdapter {
    private final Channel other;

    End(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var _ = other.write(message, other.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      other.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      other.config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      var _ = other.close();
    }
  }
}
