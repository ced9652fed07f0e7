package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The recogniser and what is made from its roles agree: over valid responses and over mutated ones.
 */
class ResponseParserProperties {
  private static final int SAMPLES = 400;
  private static final int MUTATIONS = 2000;

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void validResponsesShowTheirArguments(long seed) {
    SplittableRandom random = Seeds.random(seed);
    for (boolean utf8 : new boolean[] {false, true}) {
      RandomResponses responses = new RandomResponses(random, utf8);
      ReadResponse read =
          new ReadResponse(new Syntax(utf8, false, false), ReadResponse.Data.STREAM);
      for (int i = 0; i < SAMPLES; i++) {
        RandomResponses.Sample sample = responses.next();
        String shown = sample.octets().text();
        read.steps.clear();
        read.feed(sample.octets().toByteArray());
        assertThat(read.isWhole()).as(shown).isTrue();
        assertThat(read.response().name()).isEqualTo(sample.name());
        assertThat(
                read.steps.stream()
                    .filter(step -> step.outcome() != ResponseParser.Outcome.ARGUMENT)
                    .map(step -> Tuples.show(step.arguments())))
            .as(shown)
            .isEqualTo(sample.segments().stream().map(Tuples::show).toList());
        assertRoles(read);
      }
    }
  }

  /**
   * Over mutated responses: what is accepted without mercy is what the ABNF of the RFCs matches;
   * with mercy nothing is accepted that isn't either that or noted as a quirk; what is accepted can
   * be shown, and nothing else.
   */
  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void whatIsAcceptedIsWhatTheAbnfMatches(long seed) {
    SplittableRandom random = Seeds.random(seed);
    MutatedResponses responses = new MutatedResponses(random, false);
    int[] seen = new int[3];
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] octets = responses.next();
      ReadResponse strict = new ReadResponse(Syntax.STRICT, ReadResponse.Data.STREAM);
      ReadResponse lenient = new ReadResponse(ReadResponse.LENIENT, ReadResponse.Data.STREAM);
      boolean framed = strict.feed(octets);
      if (framed && strict.isOne()) {
        String shown = new String(octets, StandardCharsets.ISO_8859_1);
        boolean accepted = strict.isAccepted();
        assertThat(accepted).as(shown).isEqualTo(AbnfOracle.isResponse(octets));
        assertShown(strict, accepted);
        assertThat(lenient.feed(octets)).isTrue();
        assertThat(lenient.isAccepted() && lenient.quirks() == 0).as(shown).isEqualTo(accepted);
        assertShown(lenient, lenient.isAccepted());
        if (accepted) {
          assertThat(lenient.tuples()).isEqualTo(strict.tuples());
        }
        seen[accepted ? 0 : lenient.isAccepted() ? 1 : 2]++;
      }
    }
    // Each side of the line is well visited.
    assertThat(seen[0]).isGreaterThan(MUTATIONS / 20);
    assertThat(seen[1]).isGreaterThan(MUTATIONS / 100);
    assertThat(seen[2]).isGreaterThan(MUTATIONS / 20);
  }

  private static void assertShown(ReadResponse read, boolean accepted) {
    if (accepted) {
      assertRoles(read);
    } else {
      assertThatThrownBy(() -> read.response().arguments())
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** Every token of an accepted frame has a role. */
  private static void assertRoles(ReadResponse read) {
    for (int token = 0; token < read.frame().tokens(); token++) {
      assertThat(read.frame().role(token)).isNotEqualTo(Roles.NONE);
    }
  }
}
