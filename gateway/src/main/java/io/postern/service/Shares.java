package io.postern.service;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Sessions at once that one address, one network or one user may have of a service; {@link
 * Quotas#UNLIMITED} for no bound but the service's.
 *
 * @param perAddress of one client address
 * @param perNetwork of all addresses of one network
 * @param perUser of one user who has logged in
 * @param prefixV4 bits that make the network of an IPv4 address
 * @param prefixV6 bits that make the network of an IPv6 address
 */
public record Shares(long perAddress, long perNetwork, long perUser, int prefixV4, int prefixV6) {
  /** What one organisation or one subscriber line usually is in the routing tables. */
  public static final int PREFIX_V4_DEFAULT = 24;

  /** RFC 6177: a site gets a /48 to a /56; one machine there has as many addresses as it likes. */
  public static final int PREFIX_V6_DEFAULT = 56;

  /**
   * No bound: an office behind one address has thousands of sessions, and a mail client of today
   * five for each account.
   */
  public static final Shares DEFAULT =
      new Shares(
          Quotas.UNLIMITED,
          Quotas.UNLIMITED,
          Quotas.UNLIMITED,
          PREFIX_V4_DEFAULT,
          PREFIX_V6_DEFAULT);

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Shares {
    Quotas.check("connections-per-address", perAddress);
    Quotas.check("connections-per-network", perNetwork);
    Quotas.check("connections-per-user", perUser);
    if (prefixV4 < 1 || prefixV4 > 32 || prefixV6 < 1 || prefixV6 > 128) {
      throw new IllegalArgumentException("a prefix is 1 to 32 bits of IPv4, 1 to 128 of IPv6");
    }
  }

  /** The network that an address is counted with. */
  public Network networkOf(InetAddress address) {
    return Network.around(address, address instanceof Inet4Address ? prefixV4 : prefixV6);
  }
}
