package io.postern.net;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;

/** The memory outside the heap that sockets read into and write from. */
final class DirectMemory {
  private static final int PAGE_OCTETS = 8 * 1024;

  /**
   * Chunks of 256 KiB: the step in which memory is taken from the system, and what an idle loop
   * keeps.
   */
  private static final int CHUNK_ORDER = 5;

  private DirectMemory() {}

  /** What the process may take, in octets. */
  static long max() {
    return PlatformDependent.maxDirectMemory();
  }

  /**
   * One arena a loop, so that loops don't wait for each other; no caches for threads that only pass
   * by.
   */
  static PooledByteBufAllocator allocator(int loops) {
    return new PooledByteBufAllocator(true, 0, loops, PAGE_OCTETS, CHUNK_ORDER, 32, 8, false);
  }

  /**
   * Buffers of that allocator that were not given back; those in a loop's own cache count until its
   * thread ends.
   */
  static long inUse(PooledByteBufAllocator allocator) {
    return allocator.metric().directArenas().stream()
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }
}
