package io.postern.net;

import io.netty.channel.socket.SocketChannel;
import io.postern.service.Service;

/**
 * A client that was let in, before it has a session.
 *
 * @param loop its channel's, and so its session's
 * @param pass what it has taken of its service; whoever ends it gives that back
 */
record Guest(Hub hub, Service service, Loop loop, SocketChannel channel, Pass pass) {}
