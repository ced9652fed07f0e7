package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Seeds;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any split of the same octets gives the same events. */
class FramerProperties {
  private static final String[] PIECES = {
    "a1",
    " ",
    " ",
    " ",
    "FETCH",
    "*",
    "+",
    "OK",
    "NO",
    "bye",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"x y\"",
    "\"q\\\"\\\\\"",
    "{3}\r\n",
    "{0}\r\n",
    "{12}\r\nabc\"({3}\r\nxy",
    "{2+}\r\nz\0",
    "~{4}\r\na\0b\n",
    " {5}\r\n12345",
    " {1+}\r\n\"",
    "\r\n",
    "\r\n",
    "\r\n* OK [X ",
    "\r\n+ ",
    "\r\na NO ",
    "] text",
    "1:*",
    "\\Seen",
    "\u00e9",
    "%",
    "BODY[]<0.1>",
    "~",
    "{",
    "\r",
    "\n",
    "\0",
    "\\",
    "}",
    "7"
  };

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void anySplitGivesTheSameEvents(long seed) {
    SplittableRandom random = Seeds.random(seed);
    for (int i = 0; i < 400; i++) {
      byte[] octets = octets(random);
      Framer.Side side = random.nextBoolean() ? Framer.Side.CLIENT : Framer.Side.SERVER;
      int lineMax = 1 + random.nextInt(200);
      long choices = random.nextLong();
      List<String> whole = run(side, lineMax, choices, octets, left -> left.length);
      assertThat(run(side, lineMax, choices, octets, left -> 1)).isEqualTo(whole);
      assertThat(run(side, lineMax, choices, octets, FramerEvents.random(random))).isEqualTo(whole);
    }
  }

  private static byte[] octets(SplittableRandom random) {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    // Broken pieces at the array's end are rare, so that most streams get far.
    int usable = random.nextInt(4) == 0 ? PIECES.length : PIECES.length - 8;
    for (int i = random.nextInt(60); i >= 0; i--) {
      made.writeBytes(FramerEvents.octets(PIECES[random.nextInt(usable)]));
    }
    return made.toByteArray();
  }

  private static List<String> run(
      Framer.Side side, int lineMax, long seed, byte[] octets, Function<byte[], Integer> cut) {
    SplittableRandom choices = new SplittableRandom(seed);
    Framer framer = FramerEvents.framer(side);
    framer.lineMax(lineMax);
    FramerEvents.Literal[] all = FramerEvents.Literal.values();
    return FramerEvents.of(framer, octets, f -> all[choices.nextInt(all.length)], cut);
  }
}
