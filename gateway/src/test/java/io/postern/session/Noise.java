package io.postern.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Octets that go wrong on their way: changed, lost, doubled, or joined by what an attacker would
 * like to slip in.
 */
enum Noise {
  NONE,
  CLIENT,
  SERVER;

  private static final byte[][] ATTACKS =
      java.util.stream.Stream.of(
              "{5+}\r\n",
              "{3}\r\n",
              "\n",
              "\0",
              "a1 DELETE x\r\n",
              "((((",
              "\"",
              "* BYE x\r\n",
              "+ x\r\n",
              "{99999999999999999999}\r\n",
              "]",
              "* 1 FETCH (BODY[] {4}\r\nabcd)\r\n",
              " ",
              "\r\n",
              "DONE\r\n")
          .map(text -> text.getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  byte[] onClient(byte[] octets, Random random) {
    return this == CLIENT ? disturbed(octets, random) : octets;
  }

  byte[] onServer(byte[] octets, Random random) {
    return this == SERVER ? disturbed(octets, random) : octets;
  }

  private static byte[] disturbed(byte[] octets, Random random) {
    if (random.nextInt(25) > 0) {
      return octets;
    }
    int at = random.nextInt(octets.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        octets[at] = (byte) random.nextInt(256);
        yield octets;
      }
      case 1 ->
          joined(Arrays.copyOf(octets, at), Arrays.copyOfRange(octets, at + 1, octets.length));
      case 2 -> joined(octets, Arrays.copyOfRange(octets, at, octets.length));
      default ->
          joined(
              Arrays.copyOf(octets, at),
              joined(
                  ATTACKS[random.nextInt(ATTACKS.length)],
                  Arrays.copyOfRange(octets, at, octets.length)));
    };
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] made = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, made, first.length, second.length);
    return made;
  }
}
