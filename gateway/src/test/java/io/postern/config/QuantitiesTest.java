package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantitiesTest {
  @Test
  void aDurationIsANumberAndAUnit() {
    assertThat(Quantities.duration("500ms")).contains(Duration.ofMillis(500));
    assertThat(Quantities.duration("30s")).contains(Duration.ofSeconds(30));
    assertThat(Quantities.duration("35m")).contains(Duration.ofMinutes(35));
    assertThat(Quantities.duration("1h")).contains(Duration.ofHours(1));
    assertThat(Quantities.duration("7d")).contains(Duration.ofDays(7));
  }

  @Test
  void aSizeIsANumberAndAUnitOrPlainOctets() {
    assertThat(Quantities.size("64")).contains(64L);
    assertThat(Quantities.size("64B")).contains(64L);
    assertThat(Quantities.size("64KiB")).contains(65_536L);
    assertThat(Quantities.size("100MiB")).contains(104_857_600L);
    assertThat(Quantities.size("2GiB")).contains(2_147_483_648L);
  }

  @Test
  void whatIsNoneIsNone() {
    for (String text :
        List.of("", "s", "30", "-1s", "+1s", "1.5h", "30 s", "30S", "1m30s", "٣s", "1e3s")) {
      assertThat(Quantities.duration(text)).as(text).isEmpty();
    }
    for (String text : List.of("", "KiB", "-1", "64kb", "64KB", "64 KiB", "64K", "0x40", "1_000")) {
      assertThat(Quantities.size(text)).as(text).isEmpty();
    }
  }

  @Test
  void whatWouldOverflowIsNone() {
    assertThat(Quantities.size("8589934591GiB")).contains(8589934591L << 30);
    assertThat(Quantities.size("8589934592GiB")).isEmpty();
    assertThat(Quantities.size("999999999999999999")).contains(999_999_999_999_999_999L);
    assertThat(Quantities.size("1000000000000000000")).isEmpty();
    assertThat(Quantities.duration("999999999999999999d")).isEmpty();
  }

  @Test
  void valuesAreWrittenAsTheyAreRead() {
    assertThat(Quantities.text(Duration.ofMinutes(35))).isEqualTo("35m");
    assertThat(Quantities.text(Duration.ofSeconds(60))).isEqualTo("1m");
    assertThat(Quantities.text(Duration.ofMillis(1500))).isEqualTo("1500ms");
    assertThat(Quantities.text(Duration.ofDays(7))).isEqualTo("7d");
    assertThat(Quantities.text(100L << 20)).isEqualTo("100MiB");
    assertThat(Quantities.text(1000)).isEqualTo("1000");
  }
}
