package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;

/**
 * Octets on their way to one peer: gathered while a turn lasts, flushed once when it ends, and
 * counted until the system has taken them. Confined to the loop.
 */
final class Outgoing {
  /**
   * Octets that may wait for a slow peer before the other side is no longer read; reading goes on
   * at half. With one read on top this bounds what a session holds here, whatever the size of a
   * message.
   */
  static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  /** What is gathered before it is handed to the channel: as much as one read gives. */
  private static final int CHUNK_OCTETS = ReadSizes.READ_OCTETS;

  /** The smallest buffer for output: most answers fit, and those of some commands in a row. */
  private static final int CHUNK_OCTETS_MIN = 2048;

  private final Relay relay;
  private final Hub hub;
  private Optional<SocketChannel> channel = Optional.empty();

  /** Gathered in this turn; null while there is nothing. */
  private ByteBuf out;

  /** Octets handed to the channel that the system has not taken. */
  private long waiting;

  private boolean unflushed;

  /** {@code relay} is told whenever octets have left, or were lost with their connection. */
  Outgoing(Relay relay, Hub hub) {
    this.relay = relay;
    this.hub = hub;
  }

  /** The connection is there. */
  void connected(SocketChannel connection) {
    channel = Optional.of(connection);
  }

  /** Takes a copy of octets. Before {@link #connected}: at most a chunk in all. */
  void write(byte[] octets, int offset, int length) {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (out == null) {
        int size = Math.clamp(left, CHUNK_OCTETS_MIN, CHUNK_OCTETS);
        out = hub.sockets().allocator().directBuffer(size, CHUNK_OCTETS);
      }
      int fits = Math.min(left, CHUNK_OCTETS - out.writerIndex());
      out.writeBytes(octets, at, fits);
      at += fits;
      left -= fits;
      if (out.writerIndex() == CHUNK_OCTETS) {
        handOver();
      }
    }
  }

  /**
   * Takes a part of what was read from the other peer, behind what was written, and releases it.
   *
   * @param keeps octets of memory that it keeps, for the bound on what waits
   */
  void pass(ByteBuf part, int keeps) {
    handOver();
    handOver(part, keeps);
  }

  /** The turn ends: everything is on its way. */
  void flush() {
    handOver();
    if (unflushed) {
      unflushed = false;
      channel.orElseThrow().flush();
    }
  }

  /** Whether the system has yet to take some. */
  boolean waits() {
    return waiting > 0;
  }

  /** Forgets what was gathered; the connection closes. */
  void drop() {
    if (out != null) {
      out.release();
      out = null;
    }
  }

  private void handOver() {
    if (out == null) {
      return;
    }
    if (channel.isEmpty()) {
      throw new IllegalStateException("more than a chunk for a server that isn't there yet");
    }
    ByteBuf full = out;
    out = null;
    handOver(full, full.readableBytes());
  }

  private void handOver(ByteBuf full, int keeps) {
    unflushed = true;
    account(keeps);
    channel
        .orElseThrow()
        .write(full)
        .addListener(
            _ -> {
              account(-keeps);
              relay.written();
            });
  }

  private void account(int octets) {
    waiting += octets;
    hub.pressure().outgoing(octets);
  }
}
