package io.postern.service;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * How much a service gives to whom. What isn't bounded is {@link #UNLIMITED}; what bounds the
 * service as a whole never is.
 *
 * @param sessions clients at once
 * @param shares how many of them one address, network or user may have
 * @param rates how fast new ones may come
 * @param spending what one session may do
 * @param loginDelays how long logins wait behind failed ones
 * @param exempt networks that are trusted: what is counted by address, network or user isn't there,
 *     and no login waits. A webmail host, whose one address is many users
 */
public record Quotas(
    int sessions,
    Shares shares,
    Rates rates,
    Spending spending,
    LoginDelays loginDelays,
    List<Network> exempt) {
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Networks that may be named; a bound, so that a slip of the pen shows. */
  public static final int EXEMPT_MAX = 1_000;

  public static final Quotas DEFAULT =
      new Quotas(
          Service.CONNECTIONS_DEFAULT,
          Shares.DEFAULT,
          Rates.DEFAULT,
          Spending.DEFAULT,
          LoginDelays.DEFAULT,
          List.of());

  /**
   * How fast new sessions may come, a second. A second's worth may come at once.
   *
   * @param all to the service
   * @param perAddress from one address
   */
  public record Rates(long all, long perAddress) {
    /** A restart brings everybody back at once, and an office behind one address too. */
    public static final Rates DEFAULT = new Rates(UNLIMITED, UNLIMITED);

    public Rates {
      check("new-connections-per-second", all);
      check("new-connections-per-address-per-second", perAddress);
    }
  }

  /**
   * What one session may do.
   *
   * @param commandsPerSecond more commands wait; five seconds' worth may come at once
   * @param octets both ways; over it the session ends between two responses
   * @param octetsPerHour the same for each hour of the session
   */
  public record Spending(long commandsPerSecond, long octets, long octetsPerHour) {
    /**
     * A first synchronisation is many gigabytes in one session, and as fast as the server gives.
     */
    public static final Spending DEFAULT = new Spending(UNLIMITED, UNLIMITED, UNLIMITED);

    public Spending {
      check("commands-per-second", commandsPerSecond);
      check("octets-per-session", octets);
      check("octets-per-hour", octetsPerHour);
    }
  }

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Quotas {
    Objects.requireNonNull(shares);
    Objects.requireNonNull(rates);
    Objects.requireNonNull(spending);
    Objects.requireNonNull(loginDelays);
    exempt = List.copyOf(exempt);
    if (sessions < 1 || sessions > Service.CONNECTIONS_MAX) {
      throw new IllegalArgumentException(
          "connections is a number from 1 to " + Service.CONNECTIONS_MAX);
    }
    if (exempt.size() > EXEMPT_MAX) {
      throw new IllegalArgumentException("more than " + EXEMPT_MAX + " exempt networks");
    }
  }

  /** Whether an address is in one of the trusted networks. */
  public boolean exempts(InetAddress address) {
    return exempt.stream().anyMatch(network -> network.contains(address));
  }

  public Quotas withSessions(int changed) {
    return new Quotas(changed, shares, rates, spending, loginDelays, exempt);
  }

  public Quotas withShares(Shares changed) {
    return new Quotas(sessions, changed, rates, spending, loginDelays, exempt);
  }

  public Quotas withRates(Rates changed) {
    return new Quotas(sessions, shares, changed, spending, loginDelays, exempt);
  }

  public Quotas withSpending(Spending changed) {
    return new Quotas(sessions, shares, rates, changed, loginDelays, exempt);
  }

  public Quotas withLoginDelays(LoginDelays changed) {
    return new Quotas(sessions, shares, rates, spending, changed, exempt);
  }

  public Quotas withExempt(List<Network> changed) {
    return new Quotas(sessions, shares, rates, spending, loginDelays, changed);
  }

  static void check(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is at least 1");
    }
  }
}
