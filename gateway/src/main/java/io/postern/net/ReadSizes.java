package io.postern.net;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * How much is read from a socket at once: one buffer, then everybody else has a turn. What a
 * session can make of one read is also what it can hold beyond its water marks, so in need reads
 * get small.
 */
// Netty's own allocators extend this class, and no other lets the size change while running.
@SuppressWarnings("deprecation")
final class ReadSizes extends DefaultMaxMessagesRecvByteBufAllocator {
  /**
   * Measured with bulk transfers: 64 and 128 KiB cost no less processor time, and hold two and four
   * times as much (docs/performance.md). Netty's pool keeps buffers up to this size at hand.
   */
  static final int READ_OCTETS = 32 * 1024;

  /** In need: still a whole command or a page of a list. */
  private static final int SMALL_READ_OCTETS = 4 * 1024;

  private final OctetBudget outgoing;

  ReadSizes(OctetBudget outgoing) {
    super(1);
    this.outgoing = outgoing;
  }

  @Override
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return outgoing.over() ? SMALL_READ_OCTETS : READ_OCTETS;
      }
    };
  }
}
