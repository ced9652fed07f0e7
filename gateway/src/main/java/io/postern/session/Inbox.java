package io.postern.session;

import java.util.Arrays;

/**
 * Octets of one side that wait to be framed. While nothing waits, the octets handed in are read
 * where they lie; what is left when the call returns is copied, so that the caller may reuse its
 * array.
 */
final class Inbox {
  private static final byte[] NOTHING = new byte[0];

  private byte[] array = NOTHING;
  private int start;
  private int end;
  private boolean borrowed;

  void add(byte[] octets, int offset, int length) {
    if (size() == 0) {
      array = octets;
      start = offset;
      end = offset + length;
      borrowed = true;
      return;
    }
    own(length);
    System.arraycopy(octets, offset, array, end, length);
    end += length;
  }

  /** Before the caller gets its array back. */
  void settle() {
    if (size() == 0) {
      array = NOTHING;
      start = 0;
      end = 0;
      borrowed = false;
    } else if (borrowed) {
      own(0);
    }
  }

  private void own(int more) {
    if (borrowed || array.length - end < more) {
      int size = size();
      byte[] made = new byte[Math.max(size + more, 256)];
      System.arraycopy(array, start, made, 0, size);
      array = Arrays.copyOf(made, Math.max(made.length, more == 0 ? 0 : 2 * size));
      start = 0;
      end = size;
      borrowed = false;
    }
  }

  int size() {
    return end - start;
  }

  byte[] array() {
    return array;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  int at(int index) {
    return array[start + index] & 0xFF;
  }

  /** Whether a line end is in it. */
  boolean hasLine() {
    for (int i = start; i < end; i++) {
      if (array[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  void consume(int octets) {
    start += octets;
  }

  void clear() {
    start = end;
  }
}
