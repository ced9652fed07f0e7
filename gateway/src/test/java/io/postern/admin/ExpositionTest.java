package io.postern.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.admin.Family.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  @Test
  void labelsAndHelpAreEscapedAsPrometheusReadsThem() {
    Family family =
        Family.filling("postern_x", Kind.GAUGE, "A \\ and\na line.")
            .with(0.5, "rule", "C:\\p \"q\".yaml\n:1", "mode", "")
            .filled();
    assertThat(Exposition.text(List.of(family)))
        .isEqualTo(
            "# HELP postern_x A \\\\ and\\na line.\n# TYPE postern_x gauge\n"
                + "postern_x{rule=\"C:\\\\p \\\"q\\\".yaml\\n:1\",mode=\"\"} 0.5\n");
  }

  @Test
  void wholeNumbersHaveNoFraction() {
    assertThat(Exposition.number(3)).isEqualTo("3");
    assertThat(Exposition.number(0.001)).isEqualTo("0.001");
    assertThat(Exposition.number(1_764_000_000)).isEqualTo("1764000000");
    assertThat(Exposition.number(1e300)).isEqualTo("1.0E300");
  }

  @Test
  void aHistogramCountsUpwards() {
    Family family =
        Family.filling("h", Kind.HISTOGRAM, "H.")
            .withHistogram(List.of(0.1, 1.0), List.of(2L, 0L, 3L), 9.5, "c", "x")
            .filled();
    assertThat(Exposition.text(List.of(family)))
        .endsWith(
            """
            h_bucket{c="x",le="0.1"} 2
            h_bucket{c="x",le="1"} 2
            h_bucket{c="x",le="+Inf"} 5
            h_sum{c="x"} 9.5
            h_count{c="x"} 5
            """);
  }

  @Test
  void namesAreChecked() {
    assertThatThrownBy(() -> Family.of("a-b", Kind.GAUGE, "", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Family.filling("a", Kind.GAUGE, "").with(1, "b{", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
