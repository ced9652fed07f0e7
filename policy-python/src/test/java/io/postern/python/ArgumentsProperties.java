package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Argument;
import io.postern.policy.Policy;
import io.postern.policy.RequestAction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes to a function and comes back unchanged is what went, whatever its shape. */
class ArgumentsProperties {
  private static final int ROUNDS = 30;

  @TempDir private static Path folder;

  private SplittableRandom random;

  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, 10), LongStream.of(new SplittableRandom().nextInt(1_000_000)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void argumentsAreTheSameInPythonAndBack(long seed) throws Exception {
    random = new SplittableRandom(seed);
    Policy policy =
        Loads.config(
            folder,
            "self.request['SORT'] = (IMAP_REQ_POLICY, lambda tag, command, arguments:"
                + " (IMAP_REQ_REWRITE, command, arguments))");
    Talk talk = new Talk(policy);
    for (int i = 0; i < ROUNDS; i++) {
      List<Argument> arguments = list(3, random.nextInt(6));
      // As often as it takes to be built by a function of its own.
      for (int again = 0; again < 5; again++) {
        assertThat(talk.ask("SORT", arguments.toArray(Argument[]::new)))
            .isEqualTo(new RequestAction.RewriteForm("SORT", arguments));
      }
    }
  }

  private List<Argument> list(int depth, int size) {
    List<Argument> made = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      made.add(argument(depth));
    }
    return made;
  }

  private Argument argument(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0 -> number(random.nextLong(Long.MAX_VALUE));
      case 1 -> new Argument.Number(-1, "*");
      case 2 -> new Argument.Range(random.nextLong(1, 1L << 32), -1);
      case 3 -> new Argument.Text(text());
      case 4 -> random.nextBoolean() ? Argument.Mark.LITERAL : Argument.Mark.NIL;
      case 5 -> new Argument.Commas(list(0, random.nextInt(2, 5)));
      case 6 -> new Argument.Brackets(list(depth - 1, random.nextInt(4)));
      default ->
          new Argument.Parens(list(depth - 1, random.nextInt(random.nextInt(10) == 0 ? 90 : 4)));
    };
  }

  private static Argument number(long number) {
    return new Argument.Number(number, Long.toString(number));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(8);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint("aZ09\"\\'({[,% \u00e9\u20ac\t".codePointAt(random.nextInt(16)));
    }
    if (random.nextInt(9) == 0) {
      text.appendCodePoint(0x1F600);
    }
    return text.toString();
  }
}
