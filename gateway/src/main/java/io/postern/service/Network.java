package io.postern.service;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A set of IP addresses with a common beginning: {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or
 * one address. IPv4 and IPv6 are never mixed; an IPv4-mapped address counts as IPv4.
 *
 * @param address 4 or 16 octets, zero behind the prefix
 * @param prefix bits, 0 to 32 or 128
 */
public record Network(InetAddress address, int prefix) {
  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Network {
    int bits = address.getAddress().length * 8;
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("a prefix is a number from 0 to " + bits);
    }
    if (!Arrays.equals(address.getAddress(), masked(address.getAddress(), prefix))) {
      throw new IllegalArgumentException("has bits behind its prefix");
    }
  }

  /**
   * Reads {@code 192.0.2.0/24} or {@code 2001:db8::1}; what is wrong is the text of the {@link
   * IllegalArgumentException}. No name is looked up.
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    // The strict reader of addresses; the port is only there to be read.
    Address address = new Address(host, 0);
    if (!address.numeric()) {
      throw new IllegalArgumentException("not an IP address: networks have no names");
    }
    InetAddress literal = InetAddress.ofLiteral(address.host());
    if (slash < 0) {
      return new Network(literal, literal.getAddress().length * 8);
    }
    String digits = text.substring(slash + 1);
    if (!digits.matches("0|[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("a prefix is a number, such as in 192.0.2.0/24");
    }
    return new Network(literal, Integer.parseInt(digits));
  }

  /** Whether an address is in it. */
  public boolean contains(InetAddress other) {
    byte[] octets = other.getAddress();
    return octets.length == address.getAddress().length
        && Arrays.equals(masked(octets, prefix), address.getAddress());
  }

  /** The network of that prefix around an address; a longer prefix than its bits is all of them. */
  public static Network around(InetAddress address, int prefix) {
    byte[] octets = address.getAddress();
    int bits = Math.min(prefix, octets.length * 8);
    try {
      return new Network(InetAddress.getByAddress(masked(octets, bits)), bits);
    } catch (java.net.UnknownHostException impossible) {
      throw new AssertionError("4 or 16 octets", impossible);
    }
  }

  private static byte[] masked(byte[] octets, int prefix) {
    byte[] made = octets.clone();
    for (int i = 0; i < made.length; i++) {
      int kept = Math.clamp(prefix - 8L * i, 0, 8);
      made[i] &= (byte) (0xFF00 >> kept);
    }
    return made;
  }

  /** As it is written in a configuration. */
  @Override
  public String toString() {
    boolean one = prefix == address.getAddress().length * 8;
    return address.getHostAddress() + (one ? "" : "/" + prefix);
  }
}
