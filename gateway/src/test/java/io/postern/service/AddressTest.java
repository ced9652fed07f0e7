package io.postern.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:1143",
        "0.0.0.0:143",
        "255.255.255.255:65535",
        "[::1]:1143",
        "[::]:143",
        "[2001:db8::1]:993",
        "[::ffff:192.0.2.1]:143",
        "localhost:0",
        "mail.example.org:143",
        "my_server:143",
        "3com.example:143"
      })
  void whatIsReadIsWrittenTheSameWay(String text) {
    assertThat(Address.parse(text)).hasToString(text);
    assertThat(Address.parse(Address.parse(text).toString())).isEqualTo(Address.parse(text));
  }

  @Test
  void namesAreComparedWithoutCase() {
    assertThat(Address.parse("MAIL.Example.ORG:143"))
        .isEqualTo(new Address("mail.example.org", 143));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1            | no port",
        "[::1]                | no port",
        "mail.example.org     | no port",
        ":143                 | no host",
        "[]:143               | brackets",
        "[127.0.0.1]:143      | brackets",
        "::1:1143             | stands in brackets",
        "::1                  | stands in brackets",
        "*:143                | write 0.0.0.0 or [::]",
        "[::1]]:143           | not an IPv6",
        "[::g]:143            | not an IPv6",
        "[1:2:3:4:5:6:7:8:9]:1| not an IPv6",
        "127.0.0.256:143      | not an IPv4",
        "127.0.0.01:143       | not an IPv4",
        "127.1:143            | not an IPv4",
        "2130706433:143       | not an IPv4",
        "1.2.3.4.:143         | not an IPv4",
        "-a.example:143       | not a host name",
        "a-.example:143       | not a host name",
        "a..example:143       | not a host name",
        "exa mple:143         | not a host name",
        "example.1:143        | not a host name",
        "b\u00fccher.example:143   | not a host name",
        "localhost:           | the port",
        "localhost:65536      | a port is",
        "localhost:123456     | the port",
        "localhost:-1         | the port",
        "localhost:+1         | the port",
        "localhost:imap       | the port",
        "localhost:\u0661      | the port"
      })
  void whatIsWrongIsSaid(String text, String said) {
    assertThatThrownBy(() -> Address.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void lengthsOfNamesAreBounded() {
    String label63 = "a".repeat(63);
    String longest = (label63 + ".").repeat(3) + "a".repeat(61);
    assertThat(longest).hasSize(253);
    assertThat(new Address(longest, 143).host()).isEqualTo(longest);
    assertThatThrownBy(() -> new Address(longest + "a", 143)).hasMessage("not a host name");
    assertThatThrownBy(() -> new Address(label63 + "a", 143)).hasMessage("not a host name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:1", "127.255.0.9:1", "[::1]:1", "localhost:1", "a.localhost:1"})
  void loopbackIsKnown(String text) {
    assertThat(Address.parse(text).loopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0:1",
        "[::]:1",
        "192.0.2.1:1",
        "[2001:db8::1]:1",
        "127.example:1",
        "localhost.example:1",
        "128.0.0.1:1"
      })
  void whatMayBeReachedFromElsewhereIsNoLoopback(String text) {
    assertThat(Address.parse(text).loopback()).isFalse();
  }
}
