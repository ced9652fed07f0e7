package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What was read from a socket, while a session looks at it: the buffer, and a copy in an array that
 * all sessions of a loop share, since parsing an array is faster. What a session passes on as it
 * came needn't be copied once more: a part of the buffer goes. Confined to the loop.
 */
final class Reading {
  /** Less is cheaper to copy than to share. */
  private static final int PART_OCTETS_MIN = 4 * 1024;

  private final byte[] array = new byte[ReadSizes.READ_OCTETS];
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private int base;

  /** Where the octets lie: only until {@link #done}. */
  byte[] array() {
    return array;
  }

  /** Takes as many octets from the buffer as the array holds; how many that were. */
  int take(ByteBuf from) {
    int length = Math.min(from.readableBytes(), array.length);
    buffer = from;
    base = from.readerIndex();
    from.readBytes(array, 0, length);
    return length;
  }

  /** The session has looked at them. */
  void done() {
    buffer = Unpooled.EMPTY_BUFFER;
  }

  /**
   * Whether these octets lie in the buffer and are most of it: a small part would keep all of it
   * alive, and a slow peer may keep many.
   */
  @SuppressWarnings("ReferenceEquality") // It is about this very array.
  boolean shares(byte[] octets, int length) {
    return octets == array && worthSharing(buffer, length);
  }

  /** Whether so many octets are most of a buffer. */
  static boolean worthSharing(ByteBuf buffer, int length) {
    return length >= PART_OCTETS_MIN && length >= buffer.capacity() / 2;
  }

  /** That part of the buffer, without a copy; whoever gets it releases it. */
  ByteBuf part(int offset, int length) {
    return buffer.retainedSlice(base + offset, length);
  }

  /** How much memory a part keeps. */
  int keeps() {
    return buffer.capacity();
  }
}
