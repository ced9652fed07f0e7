package io.postern.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * How sockets are served: Linux's epoll through Netty's native library where that loads, the JDK's
 * own way elsewhere.
 */
public enum Transport {
  EPOLL {
    @Override
    IoHandlerFactory handlers() {
      return EpollIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerSocketChannel> listening() {
      return EpollServerSocketChannel.class;
    }

    @Override
    Class<? extends SocketChannel> connected() {
      return EpollSocketChannel.class;
    }
  },

  NIO {
    @Override
    IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerSocketChannel> listening() {
      return NioServerSocketChannel.class;
    }

    @Override
    Class<? extends SocketChannel> connected() {
      return NioSocketChannel.class;
    }
  };

  /** The best that works here. */
  public static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory handlers();

  abstract Class<? extends ServerSocketChannel> listening();

  abstract Class<? extends SocketChannel> connected();
}
