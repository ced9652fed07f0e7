package io.postern.net;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * How much is read from a socket at once: one buffer, then everybody else has a turn. What a
 * session can make of one read is also what it can hold beyond its water marks, so in need reads
 * get small.
 */
@SuppressWarnings(
    "deprecation") // Netty's own allocators extend this class, and no other sets the size while
// running.
final class ReadSizes extends DefaultMaxMessagesRecvByteBufAllocator {
  /**
   * Measured: half of it costs a few percent of a bulk transfer, double of it gains nothing
   * (docs/performance.md).
   */
  static final int READ_OCTETS = 64 * 1024;

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
