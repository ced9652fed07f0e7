package io.postern.benchmarks.load;

import io.netty.buffer.ByteBuf;

/** Tags of the generator: all as long, so that an answer can be written before it comes. */
final class Tag {
  static final int OCTETS = 8;

  private Tag() {}

  static void write(ByteBuf to, int number) {
    int at = to.writerIndex();
    to.ensureWritable(OCTETS);
    to.setByte(at, 'A');
    int left = number;
    for (int i = OCTETS - 1; i > 0; i--) {
      to.setByte(at + i, '0' + left % 10);
      left /= 10;
    }
    to.writerIndex(at + OCTETS);
  }

  static void write(byte[] to, int at, int number) {
    to[at] = 'A';
    int left = number;
    for (int i = OCTETS - 1; i > 0; i--) {
      to[at + i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }
}
