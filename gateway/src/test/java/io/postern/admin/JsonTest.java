package io.postern.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void whatIsWrittenIsReadAgain() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a\"b\\c\u0000\n\u20ac\ud83d\ude00/");
    value.put("numbers", List.of(0L, -1L, Long.MAX_VALUE, 1.5, -2.0e10));
    value.put("truth", List.of(true, false));
    value.put("empty", List.of(Map.of(), List.of(), ""));
    String line = Json.write(value);
    assertThat(line).isPrintable();
    assertThat(Json.read(line)).isEqualTo(value);
  }

  @Test
  void blanksAndEscapesOfOthersAreTaken() {
    assertThat(Json.read(" { \"a\" : [ 1 , \"\\u00e9\\/\\b\\f\\n\\r\\t\" ] } \r\n"))
        .isEqualTo(Map.of("a", List.of(1L, "\u00e9/\b\f\n\r\t")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1,\"a\":2}",
        "01",
        "-",
        "+1",
        ".5",
        "1e999",
        "99999999999999999999",
        "--1",
        "1-1",
        "nul",
        "null",
        "tru",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "1 2",
        "{} {}",
        "'a'",
        "NaN",
        "-Infinity",
        "1d"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read(text))
        .withMessageStartingWith("not JSON: expected ")
        .withMessageContaining(" at column ");
  }

  @Test
  void depthHasABound() {
    assertThat(Json.read("[".repeat(32) + "]".repeat(32))).isInstanceOf(List.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.read("[".repeat(33) + "]".repeat(33)))
        .withMessageContaining("at most 32 levels");
  }
}
