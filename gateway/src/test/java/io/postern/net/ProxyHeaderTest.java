package io.postern.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.net.ProxyHeaderReader.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
  private static final InetSocketAddress FOUR = end("198.51.100.7", 4711);
  private static final InetSocketAddress FOUR_TOO = end("192.0.2.1", 143);

  /** The two in version 2. */
  private static final String ENDS = hex("c6 33 64 07 c0 00 02 01 12 67 00 8f");

  private static final InetSocketAddress SIX = end("2001:db8::7", 4711);
  private static final InetSocketAddress SIX_TOO = end("2001:db8::1", 993);

  @Test
  void whatIsWrittenIsRead() {
    for (List<InetSocketAddress> ends : List.of(List.of(FOUR, FOUR_TOO), List.of(SIX, SIX_TOO))) {
      Optional<ProxyHeader.Ends> expected =
          Optional.of(new ProxyHeader.Ends(ends.get(0), ends.get(1)));
      byte[] first = ProxyHeader.v1(ends.get(0), ends.get(1));
      byte[] second = ProxyHeader.v2(ends.get(0), ends.get(1));
      assertThat(read(first)).isEqualTo(found(expected, first.length));
      assertThat(read(second)).isEqualTo(found(expected, second.length));
    }
  }

  @Test
  void theFormsAreThoseOfTheText() {
    assertThat(new String(ProxyHeader.v1(FOUR, FOUR_TOO), ISO_8859_1))
        .isEqualTo("PROXY TCP4 198.51.100.7 192.0.2.1 4711 143\r\n");
    assertThat(new String(ProxyHeader.v1(SIX, SIX_TOO), ISO_8859_1))
        .isEqualTo("PROXY TCP6 2001:db8:0:0:0:0:0:7 2001:db8:0:0:0:0:0:1 4711 993\r\n");
    assertThat(ProxyHeader.v2(FOUR, FOUR_TOO))
        .isEqualTo(octets("\r\n\r\n\0\r\nQUIT\n" + hex("21 11 00 0c") + ENDS));
  }

  @Test
  void mixedFamiliesAreUnknownOrMapped() {
    assertThat(new String(ProxyHeader.v1(FOUR, SIX_TOO), ISO_8859_1))
        .isEqualTo("PROXY UNKNOWN\r\n");
    byte[] mixed = ProxyHeader.v2(FOUR, SIX_TOO);
    // The mapped address is read as the IPv4 address that it is.
    assertThat(read(mixed))
        .isEqualTo(found(Optional.of(new ProxyHeader.Ends(FOUR, SIX_TOO)), mixed.length));
    assertThat(mixed).hasSize(52);
  }

  @Test
  void anySplitGivesTheSame() {
    for (byte[] header :
        List.of(
            ProxyHeader.v1(FOUR, FOUR_TOO),
            ProxyHeader.v2(SIX, SIX_TOO),
            octets("PROXY UNKNOWN ffff:: whatever 1 2\r\n"),
            second(0x20, 0x00, "anything"))) {
      byte[] more = Arrays.copyOf(header, header.length + 7);
      Result whole = read(header);
      assertThat(whole).isInstanceOf(Result.Found.class);
      for (int length = 0; length < header.length; length++) {
        assertThat(read(Arrays.copyOf(header, length)))
            .as("%d", length)
            .isEqualTo(new Result.More());
      }
      // What stands behind it isn't looked at.
      assertThat(read(more)).isEqualTo(whole);
    }
  }

  @Test
  void aProxyThatSpeaksForItselfHasNoEnds() {
    assertThat(read(octets("PROXY UNKNOWN\r\n"))).isEqualTo(found(Optional.empty(), 15));
    assertThat(read(second(0x20, 0x11, "too short"))).isEqualTo(found(Optional.empty(), 25));
    assertThat(read(second(0x21, 0x00, ""))).isEqualTo(found(Optional.empty(), 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 198.51.100.7 192.0.2.1 4711 143\n",
        "PROXY TCP4 198.51.100.7 192.0.2.1 4711\r\n",
        "PROXY TCP4 198.51.100.7 192.0.2.1 4711 143 \r\n",
        "PROXY TCP4  198.51.100.7 192.0.2.1 4711 143\r\n",
        "PROXY TCP4 198.51.100.07 192.0.2.1 4711 143\r\n",
        "PROXY TCP4 198.51.100 192.0.2.1 4711 143\r\n",
        "PROXY TCP4 localhost 192.0.2.1 4711 143\r\n",
        "PROXY TCP4 ::1 ::1 4711 143\r\n",
        "PROXY TCP6 198.51.100.7 192.0.2.1 4711 143\r\n",
        "PROXY TCP6 fe80::1%1 ::1 4711 143\r\n",
        "PROXY TCP4 198.51.100.7 192.0.2.1 04711 143\r\n",
        "PROXY TCP4 198.51.100.7 192.0.2.1 65536 143\r\n",
        "PROXY TCP4 198.51.100.7 192.0.2.1 -1 143\r\n",
        "PROXY UDP4 198.51.100.7 192.0.2.1 4711 143\r\n",
        "PROXY \r\n",
        "PROXY tcp4 198.51.100.7 192.0.2.1 4711 143\r\n"
      })
  void aLineThatIsNotRightIsBroken(String line) {
    assertThat(read(octets(line))).isInstanceOf(Result.Broken.class);
  }

  @Test
  void linesAndHeadersHaveBounds() {
    assertThat(read(octets("PROXY UNKNOWN " + "x".repeat(91) + "\r\n")))
        .isEqualTo(found(Optional.empty(), 107));
    assertThat(read(octets("PROXY UNKNOWN " + "x".repeat(92) + "\r\n")))
        .isEqualTo(new Result.Broken("line too long"));
    assertThat(read(octets("PROXY UNKNOWN " + "x".repeat(93))))
        .isEqualTo(new Result.Broken("line too long"));
    byte[] most = second(0x20, 0, "x".repeat(4096));
    assertThat(read(most)).isEqualTo(found(Optional.empty(), ProxyHeaderReader.OCTETS_MAX));
    assertThat(read(Arrays.copyOf(second(0x20, 0, "x".repeat(4097)), 16)))
        .isEqualTo(new Result.Broken("header too long"));
  }

  @Test
  void aSecondHeaderThatIsNotRightIsBroken() {
    assertThat(read(second(0x11, 0x11, ENDS))).isEqualTo(new Result.Broken("unknown version"));
    assertThat(read(second(0x22, 0x11, ENDS))).isEqualTo(new Result.Broken("unknown command"));
    for (int family : new int[] {0x12, 0x22, 0x31, 0x32, 0x01, 0x10, 0xFF}) {
      assertThat(read(second(0x21, family, ENDS)))
          .isEqualTo(new Result.Broken("family isn't TCP over IPv4 or IPv6"));
    }
    assertThat(read(second(0x21, 0x21, ENDS))).isEqualTo(new Result.Broken("addresses cut short"));
    assertThat(read(second(0x21, 0x11, ENDS.substring(1))))
        .isEqualTo(new Result.Broken("addresses cut short"));
    assertThat(read(second(0x21, 0x11, ENDS + "\u0004")))
        .isEqualTo(new Result.Broken("additions cut short"));
    assertThat(read(second(0x21, 0x11, ENDS + "\u0004\0\u0002x")))
        .isEqualTo(new Result.Broken("additions cut short"));
    assertThat(read(second(0x21, 0x11, ENDS + "\u0004\0\u0001x"))).isInstanceOf(Result.Found.class);
    assertThat(read(second(0x21, 0x11, ENDS + "\u0003\0\u0004abcd")))
        .isEqualTo(new Result.Broken("wrong checksum"));
  }

  @Test
  void aChecksumThatFitsIsTaken() {
    byte[] header = second(0x21, 0x11, ENDS + "\u0003\0\u0004\0\0\0\0");
    CRC32C sum = new CRC32C();
    sum.update(header);
    for (int i = 0; i < 4; i++) {
      header[header.length - 4 + i] = (byte) (sum.getValue() >> (24 - 8 * i));
    }
    assertThat(read(header)).isInstanceOf(Result.Found.class);
    header[20]++;
    assertThat(read(header)).isEqualTo(new Result.Broken("wrong checksum"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a1 NOOP\r\n",
        "P",
        "PROXY",
        "PROXX ",
        "proxy TCP4",
        "\r\n",
        "\r\n\r\n\0\r\nQUIX",
        "\u0016\u0003\u0001"
      })
  void whatIsNoHeaderIsAbsentAsSoonAsItShows(String text) {
    boolean undecided = "PROXY ".startsWith(text) || "\r\n\r\n\0\r\nQUIT\n".startsWith(text);
    assertThat(read(octets(text))).isEqualTo(undecided ? new Result.More() : new Result.Absent());
  }

  @Test
  void garbageIsNeverAnythingElse() {
    SplittableRandom random = new SplittableRandom(4711);
    byte[] good = ProxyHeader.v2(SIX, SIX_TOO);
    for (int run = 0; run < 20_000; run++) {
      byte[] bad = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Result result = read(bad);
      if (result instanceof Result.Found found) {
        assertThat(found.octets()).isBetween(16, bad.length);
      }
    }
  }

  private static Result found(Optional<ProxyHeader.Ends> ends, int octets) {
    return new Result.Found(new ProxyHeader(ends), octets);
  }

  private static Result read(byte[] octets) {
    return ProxyHeaderReader.read(octets);
  }

  private static byte[] second(int versionAndCommand, int family, String rest) {
    return octets(
        "\r\n\r\n\0\r\nQUIT\n"
            + (char) versionAndCommand
            + (char) family
            + (char) (rest.length() >> 8)
            + (char) (rest.length() & 0xFF)
            + rest);
  }

  private static String hex(String digits) {
    return new String(HexFormat.ofDelimiter(" ").parseHex(digits), ISO_8859_1);
  }

  private static byte[] octets(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static InetSocketAddress end(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
