package io.postern.net;

import io.postern.service.Address;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one server, shared by all services and loops. Times are milliseconds of the
 * hub's clock. Any thread.
 */
final class KnownServer {
  private final Address address;

  /** One text for all its sessions. */
  private final String text;

  private boolean configured;
  private boolean disabled;
  private boolean aside;
  private long asideSince;
  private long timesAside;
  private long since;
  private int sessions;
  private String lastFailure = "";

  /**
   * A server that is up.
   *
   * @param configured whether it stands in the configuration: only such a one is set aside, since
   *     it alone has a bound and, perhaps, an alternative
   */
  KnownServer(Address address, boolean configured, long now) {
    this.address = address;
    this.text = address.toString();
    this.configured = configured;
    this.since = now;
  }

  Address address() {
    return address;
  }

  /** The address as it stands in the log. */
  String text() {
    return text;
  }

  /** One more session goes there; {@link #left} gives the place back. */
  synchronized void entered() {
    sessions++;
  }

  synchronized void left() {
    sessions--;
  }

  synchronized int sessions() {
    return sessions;
  }

  /** No service has it any more. */
  synchronized void forgotten() {
    configured = false;
  }

  synchronized boolean disabled() {
    return disabled;
  }

  /**
   * True if that is a change. Who enables a server knows better than its last failure: it isn't set
   * aside any more.
   */
  synchronized boolean disabled(boolean wanted, long now) {
    boolean changed = disabled != wanted || (!wanted && aside);
    if (changed) {
      disabled = wanted;
      aside &= wanted;
      since = now;
    }
    return changed;
  }

  synchronized boolean aside() {
    return aside;
  }

  /** Since when it is set aside. */
  synchronized long asideSince() {
    return asideSince;
  }

  /** How often it was set aside: tells this time from the next. */
  synchronized long timesAside() {
    return timesAside;
  }

  /** Whether whoever probes it since then should go on. */
  synchronized boolean wantsProbe(long time) {
    return configured && aside && timesAside == time;
  }

  /** It refused or hung; true if it is set aside by that. */
  synchronized boolean failed(String why, long now) {
    lastFailure = why;
    if (!configured || aside) {
      return false;
    }
    aside = true;
    timesAside++;
    asideSince = now;
    if (!disabled) {
      since = now;
    }
    return true;
  }

  /** It greeted; how long it had been set aside, if it was. */
  synchronized OptionalLong greeted(long now) {
    if (!aside) {
      return OptionalLong.empty();
    }
    aside = false;
    if (!disabled) {
      since = now;
    }
    return OptionalLong.of(now - asideSince);
  }

  synchronized ServerStatus status(long now) {
    return new ServerStatus(
        address,
        disabled
            ? ServerStatus.State.DISABLED
            : aside ? ServerStatus.State.ASIDE : ServerStatus.State.UP,
        sessions,
        lastFailure.isEmpty() ? Optional.empty() : Optional.of(lastFailure),
        Duration.ofMillis(now - since));
  }
}
