package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> NAMES =
      List.of("request", "response", "capability", "OK", "NO");

  @Test
  void slipOfTheFingersIsRecognised() {
    assertThat(Nearest.to("reqeust", NAMES)).contains("request");
    assertThat(Nearest.to("Capabilities", NAMES)).contains("capability");
    assertThat(Nearest.to("respons", NAMES)).contains("response");
  }

  @Test
  void somethingElseIsNot() {
    assertThat(Nearest.to("limits", NAMES)).isEmpty();
    assertThat(Nearest.to("XY", NAMES)).isEmpty();
    assertThat(Nearest.to("", NAMES)).isEmpty();
    assertThat(Nearest.to("x".repeat(100_000), NAMES)).isEmpty();
  }
}
