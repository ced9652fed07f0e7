package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "0.0.0.0",
        "255.255.255.255",
        "::",
        "::1",
        "1::",
        "2001:db8::7",
        "2001:DB8:0:0:0:0:0:7",
        "::ffff:192.0.2.1",
        "1:2:3:4:5:6:192.0.2.1"
      })
  void anAddressIsOne(String text) {
    assertThat(IpText.is(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "192.0.2",
        "192.0.2.1.5",
        "192.0.2.256",
        "192.0.2.01",
        "192.0.2.",
        " 192.0.2.1",
        "localhost",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "[::1]",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4"
      })
  void whatIsNoneIsNone(String text) {
    assertThat(IpText.is(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "7,7", "65535,65535", "65536,-1", "99999999,-1", "-1,-1", "07,-1", "'',-1"})
  void aNumberHasOneForm(String text, int number) {
    assertThat(IpText.number(text, 65_535)).isEqualTo(number);
  }
}
