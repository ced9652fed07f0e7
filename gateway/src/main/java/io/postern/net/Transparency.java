package io.postern.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.postern.service.Router;
import io.postern.service.Service;

/**
 * Sockets with addresses that aren't this machine's (Linux, IP_TRANSPARENT in ip(7)): listeners
 * that take connections meant for others, and connections that begin at a client's address. Both
 * need CAP_NET_ADMIN and the epoll transport.
 */
final class Transparency {
  private Transparency() {}

  /** Asks for it, for a listener of a service whose router needs it. */
  static void ask(Transport transport, ServerBootstrap bootstrap) {
    if (transport == Transport.EPOLL) {
      var _ = bootstrap.option(EpollChannelOption.IP_TRANSPARENT, true);
    }
  }

  /** Whether a listener has what was asked for; the system may have refused it. */
  static boolean given(Channel listener) {
    return listener instanceof EpollServerSocketChannel epoll
        && Boolean.TRUE.equals(epoll.config().getOption(EpollChannelOption.IP_TRANSPARENT));
  }

  /** Lets a connection be bound to another machine's address; before it is bound. */
  static void mayForge(SocketChannel channel) {
    // Another transport doesn't know the option.
    if (!channel.config().setOption(EpollChannelOption.IP_TRANSPARENT, true)) {
      throw new ChannelException("a forged source needs the epoll transport");
    }
  }

  /** Whether a service needs it. */
  static boolean wanted(Service service) {
    return service.router() instanceof Router.Transparent;
  }
}
