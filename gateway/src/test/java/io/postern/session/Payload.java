package io.postern.session;

import java.nio.charset.StandardCharsets;

/**
 * Message octets that look like commands and responses: whoever reads them as such breaks a law.
 */
final class Payload {
  private static final byte[] TEMPLATE =
      "x\r\na1 DELETE y\r\n* 1 EXISTS\r\nT1 OK z {5}\r\n\0)\r\n* BYE w\r\n+ go\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private Payload() {}

  static byte at(long index, long size) {
    return TEMPLATE[(int) ((index + size) % TEMPLATE.length)];
  }

  static byte[] of(int size) {
    byte[] made = new byte[size];
    for (int i = 0; i < size; i++) {
      made[i] = at(i, size);
    }
    return made;
  }
}
