package io.postern.net;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;

/** What all our connections have in common: transport, allocator and options. */
record Sockets(Transport transport, PooledByteBufAllocator allocator, ReadSizes readSizes) {
  /** Sets a connection's options; the same for clients and servers. */
  void configure(SocketChannel channel) {
    channel.config().setAllocator(allocator);
    channel.config().setRecvByteBufAllocator(readSizes);
    channel.config().setWriteBufferWaterMark(Outgoing.WATER_MARKS);
    // Nothing is read before a session wants it.
    channel.config().setAutoRead(false);
    // A peer that has said all may still listen: FIN is told to the session, which decides.
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    // TCP_NODELAY: Netty has set it when it made the channel, and once is enough.
    // Idle sessions last for hours; a peer that vanished without a word is found out some day.
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
  }
}
