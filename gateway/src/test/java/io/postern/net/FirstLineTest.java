package io.postern.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstLineTest {
  @ParameterizedTest
  @CsvSource({
    "* OK ready, WELCOME",
    "* ok [CAPABILITY IMAP4rev1] ready, WELCOME",
    "* PREAUTH as bob, WELCOME",
    "* BYE busy, BYE",
    "* bye busy, BYE",
    "* OKAY, OTHER",
    "* OK, OTHER",
    "* BYEBYE now, OTHER",
    "*  OK ready, OTHER",
    "+OK ready, OTHER",
    "220 ready, OTHER",
    "x, OTHER",
    "'', OTHER",
  })
  void aFirstLineIsToldByItsFirstWords(String octets, FirstLine line) {
    assertThat(FirstLine.of(Unpooled.copiedBuffer(octets, ISO_8859_1))).isEqualTo(line);
  }
}
