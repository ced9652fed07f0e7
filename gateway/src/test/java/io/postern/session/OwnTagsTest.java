package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The gateway's own tags: written and read back by their numbers. */
class OwnTagsTest {
  private final OwnTags tags = new OwnTags("QWERTZ7");

  @Test
  void numbersRiseFromOneAndAreReadBack() {
    for (long i = 1; i <= 12_345; i++) {
      assertThat(tags.next()).isEqualTo(i);
      assertThat(tags.text(i)).isEqualTo("QWERTZ7" + i);
      assertThat(tags.number("QWERTZ7" + i)).isEqualTo(i);
    }
    assertThat(tags.text(99)).isEqualTo("QWERTZ799");
    assertThat(tags.text(12_345)).isEqualTo("QWERTZ712345");
  }

  @Test
  void onlyTheOctetsThatWeWriteAreATag() {
    for (String other :
        new String[] {
          "",
          "1",
          "QWERTZ7",
          "QWERTZ70",
          "QWERTZ701",
          "QWERTZ7+1",
          "QWERTZ7-1",
          "QWERTZ7 1",
          "QWERTZ71 ",
          "qwertz71",
          "QWERTZ81",
          "XQWERTZ71",
          "QWERTZ71x",
          "QWERTZ7\u0661",
          "QWERTZ71234567890123456789"
        }) {
      assertThat(tags.number(other)).as(other).isEqualTo(OwnTags.NONE);
    }
  }

  @Test
  void aTagIsReadWhereItStands() {
    byte[] line = "..QWERTZ742 OK".getBytes(StandardCharsets.US_ASCII);
    assertThat(tags.number(line, 2, 11)).isEqualTo(42);
    assertThat(tags.number(line, 2, 10)).isEqualTo(4);
    assertThat(tags.number(line, 2, 12)).isEqualTo(OwnTags.NONE);
  }
}
