package io.postern.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** For tests: valid responses with a fault or two; some are valid all the same. */
final class MutatedResponses {
  private static final String[] PIECES = {
    " ",
    "  ",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "NIL",
    "()",
    "0",
    "-1",
    "4294967296",
    "99999999999999999999",
    "*",
    "%",
    "\\",
    "{0}\r\n",
    "{2}\r\nab",
    "~{1}\r\n\0",
    "\u00e9",
    "&",
    "&AGE-",
    "\"\"",
    "\"x\"",
    "+",
    "OK",
    "\\Seen",
    ",",
    ":",
    "<0>",
    "BODY[]",
    "UID 5",
    "1",
    "a",
    " NIL",
    "]]",
    "\t",
    ".",
    "\"TEXT\""
  };

  private final SplittableRandom random;
  private final RandomResponses responses;

  MutatedResponses(SplittableRandom random, boolean utf8) {
    this.random = random;
    this.responses = new RandomResponses(random, utf8);
  }

  byte[] next() {
    byte[] made = responses.next().octets().toByteArray();
    for (int i = random.nextInt(3); i >= 0; i--) {
      made = mutated(made);
    }
    return made;
  }

  private byte[] mutated(byte[] from) {
    int at = random.nextInt(from.length - 1);
    int behind = Math.min(from.length - 2, at + random.nextInt(4));
    return switch (random.nextInt(6)) {
      case 0 -> joined(from, at, piece(), Math.max(at, behind));
      case 1 -> joined(from, at, new byte[0], Math.max(at, behind));
      case 2 -> joined(from, at, Arrays.copyOfRange(from, at, Math.max(at, behind)), at);
      case 3 -> joined(from, at, other(), at);
      default -> joined(from, at, piece(), at);
    };
  }

  private byte[] piece() {
    return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A cut of another response. */
  private byte[] other() {
    byte[] from = responses.next().octets().toByteArray();
    int start = random.nextInt(from.length - 2);
    return Arrays.copyOfRange(from, start, start + random.nextInt(from.length - 2 - start));
  }

  private static byte[] joined(byte[] from, int end, byte[] middle, int start) {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    made.write(from, 0, end);
    made.writeBytes(middle);
    made.write(from, start, from.length - start);
    return made.toByteArray();
  }
}
