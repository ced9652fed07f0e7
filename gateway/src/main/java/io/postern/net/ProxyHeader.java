package io.postern.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The header of the PROXY protocol (HAProxy's "The PROXY protocol, versions 1 & 2"): whose
 * connection it really is.
 *
 * @param ends of the connection that the proxy took; empty where the proxy speaks for itself
 *     (LOCAL, UNKNOWN: its health checks)
 */
record ProxyHeader(Optional<Ends> ends) {
  /** {@code "PROXY UNKNOWN"} and two IPv6 addresses with ports, and CRLF (section 2.1). */
  static final int V1_OCTETS_MAX = 107;

  /** Signature, version and command, family, length (section 2.2). */
  static final int V2_FIXED_OCTETS = 16;

  /**
   * Addresses and additions behind the fixed part; the text asks for 536, a certificate may need
   * more.
   */
  static final int V2_REST_OCTETS_MAX = 4096;

  static final byte[] V1_SIGNATURE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  static final byte[] V2_SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

  static final ProxyHeader OF_ITSELF = new ProxyHeader(Optional.empty());

  /** Source (the client) and destination (where it connected to). */
  record Ends(InetSocketAddress source, InetSocketAddress destination) {}

  /**
   * Version 1, a line. Ends of two families are written as UNKNOWN: a line has no form for them,
   * and not every receiver takes IPv4 in IPv6's.
   */
  static byte[] v1(InetSocketAddress source, InetSocketAddress destination) {
    InetAddress from = source.getAddress();
    InetAddress to = destination.getAddress();
    String line;
    if (from.getClass() != to.getClass()) {
      line = "PROXY UNKNOWN\r\n";
    } else {
      line =
          "PROXY "
              + (from instanceof Inet4Address ? "TCP4 " : "TCP6 ")
              + text(from)
              + " "
              + text(to)
              + " "
              + source.getPort()
              + " "
              + destination.getPort()
              + "\r\n";
    }
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  /** Of a connection whose client isn't told. */
  static byte[] v1Unknown() {
    return "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);
  }

  /** LOCAL: the sender's own connection. */
  static byte[] v2Local() {
    return ByteBuffer.allocate(V2_FIXED_OCTETS)
        .put(V2_SIGNATURE)
        .put((byte) 0x20)
        .put((byte) 0)
        .putShort((short) 0)
        .array();
  }

  /** Without the interface that a local IPv6 address came by. */
  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** Version 2, in octets. Of ends of two families the IPv4 one is mapped into IPv6. */
  static byte[] v2(InetSocketAddress source, InetSocketAddress destination) {
    boolean small =
        source.getAddress() instanceof Inet4Address
            && destination.getAddress() instanceof Inet4Address;
    int rest = small ? 12 : 36;
    ByteBuffer out = ByteBuffer.allocate(V2_FIXED_OCTETS + rest);
    out.put(V2_SIGNATURE).put((byte) 0x21).put((byte) (small ? 0x11 : 0x21)).putShort((short) rest);
    put(out, source.getAddress(), small);
    put(out, destination.getAddress(), small);
    out.putShort((short) source.getPort()).putShort((short) destination.getPort());
    return out.array();
  }

  private static void put(ByteBuffer out, InetAddress address, boolean small) {
    if (!small && !(address instanceof Inet6Address)) {
      out.put(new byte[10]).put((byte) 0xFF).put((byte) 0xFF);
    }
    out.put(address.getAddress());
  }

  /** An address of 4 or 16 octets; one that is IPv4 in IPv6's form becomes IPv4. */
  static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException impossible) {
      throw new AssertionError("4 or 16 octets", impossible);
    }
  }
}
