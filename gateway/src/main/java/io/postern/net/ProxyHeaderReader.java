package io.postern.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.service.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads a {@link ProxyHeader} from the first octets of a connection. A pure function of all that
 * has come so far; strict, since who may write here may say whose connection it is. Sections are
 * those of the PROXY protocol's text.
 */
final class ProxyHeaderReader {
  /** What the octets so far are. */
  sealed interface Result {
    /** Too few to tell. */
    record More() implements Result {}

    /** A whole header, and how many octets it has. */
    record Found(ProxyHeader header, int octets) implements Result {}

    /** Something else from the first octets on: no header was sent. */
    record Absent() implements Result {}

    /**
     * It begins like a header; {@code why} is a short text for the log, without a peer's octets.
     */
    record Broken(String why) implements Result {}
  }

  private static final Result MORE = new Result.More();
  private static final int TLV_FIXED_OCTETS = 3;
  private static final int CRC32C_TYPE = 0x03;
  private static final int CRC32C_OCTETS = 4;

  private ProxyHeaderReader() {}

  /** The most octets that may have to be kept until the answer isn't {@link Result.More}. */
  static final int OCTETS_MAX = ProxyHeader.V2_FIXED_OCTETS + ProxyHeader.V2_REST_OCTETS_MAX;

  static Result read(byte[] octets) {
    if (octets.length == 0) {
      return MORE;
    }
    boolean second = octets[0] == '\r';
    byte[] signature = second ? ProxyHeader.V2_SIGNATURE : ProxyHeader.V1_SIGNATURE;
    int common = Math.min(octets.length, signature.length);
    if (!Arrays.equals(octets, 0, common, signature, 0, common)) {
      return new Result.Absent();
    }
    if (common < signature.length) {
      return MORE;
    }
    return second ? second(octets) : first(octets);
  }

  // --- version 1, section 2.1 -------------------------------------------------------------------

  private static Result first(byte[] octets) {
    int end = -1;
    int looked = Math.min(octets.length, ProxyHeader.V1_OCTETS_MAX);
    for (int i = 0; i < looked && end < 0; i++) {
      end = octets[i] == '\n' ? i : -1;
    }
    if (end < 0) {
      return looked < ProxyHeader.V1_OCTETS_MAX ? MORE : new Result.Broken("line too long");
    }
    if (octets[end - 1] != '\r') {
      return new Result.Broken("line without CR");
    }
    String[] words = new String(octets, 0, end - 1, ISO_8859_1).split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      // What follows must be ignored.
      return new Result.Found(ProxyHeader.OF_ITSELF, end + 1);
    }
    boolean four = words[1].equals("TCP4");
    if (!four && !words[1].equals("TCP6")) {
      return new Result.Broken("unknown family");
    }
    if (words.length != 6) {
      return new Result.Broken("not two addresses and two ports");
    }
    Optional<InetSocketAddress> source = end(four, words[2], words[4]);
    Optional<InetSocketAddress> destination = end(four, words[3], words[5]);
    if (source.isEmpty() || destination.isEmpty()) {
      return new Result.Broken("malformed address or port");
    }
    return new Result.Found(
        new ProxyHeader(Optional.of(new ProxyHeader.Ends(source.get(), destination.get()))),
        end + 1);
  }

  private static Optional<InetSocketAddress> end(boolean four, String host, String port) {
    if (!port.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(port) > 0xFFFF) {
      return Optional.empty();
    }
    try {
      // The strict reader of addresses: no name, no shorthand, no interface.
      Address address = new Address(host, 0);
      if (!address.numeric() || host.contains("%") || host.contains(":") == four) {
        return Optional.empty();
      }
      InetAddress literal = InetAddress.ofLiteral(address.host());
      return Optional.of(new InetSocketAddress(literal, Integer.parseInt(port)));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  // --- version 2, section 2.2 -------------------------------------------------------------------

  private static Result second(byte[] octets) {
    if (octets.length > 12 && (octets[12] & 0xF0) != 0x20) {
      return new Result.Broken("unknown version");
    }
    if (octets.length > 12 && (octets[12] & 0x0F) > 1) {
      return new Result.Broken("unknown command");
    }
    if (octets.length < ProxyHeader.V2_FIXED_OCTETS) {
      return MORE;
    }
    int rest = number(octets, 14);
    if (rest > ProxyHeader.V2_REST_OCTETS_MAX) {
      return new Result.Broken("header too long");
    }
    int whole = ProxyHeader.V2_FIXED_OCTETS + rest;
    if (octets.length < whole) {
      return MORE;
    }
    if ((octets[12] & 0x0F) == 0) {
      // LOCAL: the proxy's own connection; the rest must be skipped.
      return new Result.Found(ProxyHeader.OF_ITSELF, whole);
    }
    int size =
        switch (octets[13]) {
          case 0x11 -> 4;
          case 0x21 -> 16;
          case 0x00 -> 0;
          default -> -1;
        };
    if (size < 0) {
      // UDP and UNIX sockets carry no IMAP from a client.
      return new Result.Broken("family isn't TCP over IPv4 or IPv6");
    }
    int addresses = size == 0 ? 0 : 2 * size + 4;
    if (rest < addresses) {
      return new Result.Broken("addresses cut short");
    }
    Optional<String> fault = additions(octets, ProxyHeader.V2_FIXED_OCTETS + addresses, whole);
    if (fault.isPresent()) {
      return new Result.Broken(fault.get());
    }
    if (size == 0) {
      return new Result.Found(ProxyHeader.OF_ITSELF, whole);
    }
    int at = ProxyHeader.V2_FIXED_OCTETS;
    ProxyHeader.Ends ends =
        new ProxyHeader.Ends(
            new InetSocketAddress(
                ProxyHeader.address(Arrays.copyOfRange(octets, at, at + size)),
                number(octets, at + 2 * size)),
            new InetSocketAddress(
                ProxyHeader.address(Arrays.copyOfRange(octets, at + size, at + 2 * size)),
                number(octets, at + 2 * size + 2)));
    return new Result.Found(new ProxyHeader(Optional.of(ends)), whole);
  }

  /** The additions must fill the header; a checksum, if there is one, must be right (2.2.3). */
  private static Optional<String> additions(byte[] octets, int from, int whole) {
    int at = from;
    while (at < whole) {
      if (whole - at < TLV_FIXED_OCTETS) {
        return Optional.of("additions cut short");
      }
      int length = number(octets, at + 1);
      int value = at + TLV_FIXED_OCTETS;
      if (length > whole - value) {
        return Optional.of("additions cut short");
      }
      if (octets[at] == CRC32C_TYPE
          && (length != CRC32C_OCTETS || !checksumFits(octets, value, whole))) {
        return Optional.of("wrong checksum");
      }
      at = value + length;
    }
    return Optional.empty();
  }

  private static boolean checksumFits(byte[] octets, int at, int whole) {
    byte[] copy = Arrays.copyOf(octets, whole);
    Arrays.fill(copy, at, at + CRC32C_OCTETS, (byte) 0);
    CRC32C sum = new CRC32C();
    sum.update(copy);
    long told = ((long) number(octets, at) << 16) | number(octets, at + 2);
    return sum.getValue() == told;
  }

  private static int number(byte[] octets, int at) {
    return (octets[at] & 0xFF) << 8 | (octets[at + 1] & 0xFF);
  }
}
