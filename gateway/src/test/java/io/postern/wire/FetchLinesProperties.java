package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Seeds;
import io.postern.imap.ResponseName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is recognised at a glance is what the grammar accepts, over plain lines and spoilt ones. */
class FetchLinesProperties {
  private static final int SAMPLES = 20_000;

  /** Octets that mean something somewhere, and some that never may. */
  private static final byte[] SPOILING =
      "\r\n\0\"\\(){}[]<>*%+~ 019aNILU\t\177\200\377".getBytes(StandardCharsets.ISO_8859_1);

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void whatIsReadIsByTheGrammar(long seed) {
    SplittableRandom random = Seeds.random(seed);
    FetchLines lines = new FetchLines();
    int[] seen = new int[3];
    for (int i = 0; i < SAMPLES; i++) {
      byte[] line = new PlainFetch(random).line();
      boolean spoilt = random.nextInt(4) > 0;
      for (int spoils = spoilt ? 1 + random.nextInt(2) : 0; spoils > 0; spoils--) {
        line = spoil(line, random);
      }
      int before = random.nextInt(20);
      byte[] array = surrounded(line, before, random);
      int end = FetchLines.lastEnd(array, before, before + line.length);
      int read = end > before ? lines.read(array, before) : FetchLines.NONE;
      String shown = new String(line, StandardCharsets.ISO_8859_1);
      if (read == FetchLines.NONE) {
        assertThat(spoilt).as(shown).isTrue();
        seen[2]++;
      } else {
        assertThat(read).as(shown).isLessThanOrEqualTo(end);
        byte[] octets = Arrays.copyOfRange(array, before, read);
        ReadResponse strict = new ReadResponse(Syntax.STRICT, ReadResponse.Data.STREAM);
        assertThat(strict.feed(octets) && strict.isOne() && strict.isAccepted()).as(shown).isTrue();
        assertThat(strict.quirks()).as(shown).isZero();
        assertThat(strict.response().name()).isEqualTo(ResponseName.FETCH);
        assertThat(strict.response().fetchKinds()).as(shown).isEqualTo(lines.kinds());
        seen[spoilt ? 1 : 0]++;
      }
    }
    // Each side of the line is well visited.
    assertThat(seen[0]).isGreaterThan(SAMPLES / 10);
    assertThat(seen[1]).isGreaterThan(SAMPLES / 10);
    assertThat(seen[2]).isGreaterThan(SAMPLES / 10);
  }

  private static byte[] spoil(byte[] line, SplittableRandom random) {
    int at = random.nextInt(line.length);
    int with = random.nextInt(4);
    byte octet = SPOILING[random.nextInt(SPOILING.length)];
    return switch (with) {
      case 0 -> joined(line, at, at + 1, new byte[] {octet});
      case 1 -> joined(line, at, at, new byte[] {octet});
      case 2 -> joined(line, at, at + 1, new byte[0]);
      default -> {
        int to = Math.min(line.length, at + 1 + random.nextInt(12));
        yield joined(line, at, at, Arrays.copyOfRange(line, at, to));
      }
    };
  }

  private static byte[] joined(byte[] line, int from, int to, byte[] by) {
    byte[] made = new byte[line.length - (to - from) + by.length];
    System.arraycopy(line, 0, made, 0, from);
    System.arraycopy(by, 0, made, from, by.length);
    System.arraycopy(line, to, made, from + by.length, line.length - to);
    return made.length == 0 ? line : made;
  }

  /** As in a buffer that was used before: what lies around is from other lines, or ends here. */
  private static byte[] surrounded(byte[] line, int before, SplittableRandom random) {
    int behind = random.nextInt(4) == 0 ? 16 : 16 + random.nextInt(300);
    byte[] array = new byte[before + line.length + behind];
    byte[] other = new PlainFetch(random).line();
    for (int i = 0; i < array.length; i++) {
      array[i] = other[i % other.length];
    }
    System.arraycopy(line, 0, array, before, line.length);
    return array;
  }
}
