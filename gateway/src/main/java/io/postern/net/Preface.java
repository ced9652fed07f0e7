package io.postern.net;

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
}
