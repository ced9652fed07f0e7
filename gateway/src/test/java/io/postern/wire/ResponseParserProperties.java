package io.postern.wire;

import static org.assertj.core.api.Assertions.assertThat;

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
        String shown = new String(sample.octets(), StandardCharsets.UTF_8);
        read.steps.clear();
        read.feed(sample.octets());
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

  /** Every token of an accepted frame has a role. */
  private static void assertRoles(ReadResponse read) {
    for (int token = 0; token < read.frame().tokens(); token++) {
      assertThat(read.frame().role(token)).isNotEqualTo(Roles.NONE);
    }
  }
}
