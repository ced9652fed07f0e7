package io.postern.service;

import io.postern.imap.Limits;
import io.postern.policy.Policy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One way through the gateway: who may come in where, what stands behind it, and what holds between
 * the two.
 *
 * @param name 1 to 64 letters, digits, {@code _}, {@code -} or {@code .}; fit for a log field and a
 *     metric label
 * @param listen one or more addresses, none twice
 * @param server where the IMAP server is; never port 0
 * @param policy the policy in force: in {@code mode: observe} one that accepts all that the engine
 *     follows
 * @param connections how many clients at once, from 1 to {@link #CONNECTIONS_MAX}; one more is told
 *     BYE
 * @param observe policies that are only observed
 */
public record Service(
    String name,
    List<Address> listen,
    Address server,
    Policy policy,
    Limits limits,
    Timeouts timeouts,
    int connections,
    Switches switches,
    Observe observe) {
  /**
   * A session costs two descriptors; half of what a well configured process has (LimitNOFILE=65536)
   * stays free.
   */
  public static final int CONNECTIONS_DEFAULT = 10_000;

  /**
   * More than the ports of one address pair can serve several times over; a bound, so that a slip
   * of the pen shows.
   */
  public static final int CONNECTIONS_MAX = 1_000_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Service {
    listen = List.copyOf(listen);
    Objects.requireNonNull(policy);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(timeouts);
    Objects.requireNonNull(observe);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a service's name is 1 to 64 letters, digits, '_', '-' or '.'");
    }
    if (listen.isEmpty()) {
      throw new IllegalArgumentException("service " + name + " listens nowhere");
    }
    if (server.port() == 0) {
      throw new IllegalArgumentException("service " + name + ": a server has no port 0");
    }
    if (connections < 1 || connections > CONNECTIONS_MAX) {
      throw new IllegalArgumentException(
          "service " + name + ": connections is a number from 1 to " + CONNECTIONS_MAX);
    }
    for (int i = 0; i < listen.size(); i++) {
      Address address = listen.get(i);
      if (address.port() != 0 && listen.indexOf(address) < i) {
        throw new IllegalArgumentException("service " + name + " listens twice on " + address);
      }
      if (!address.loopback() && !switches.clearTextAllowed()) {
        throw new IllegalArgumentException(
            "service " + name + " would listen on " + address + " without TLS");
      }
    }
  }

  /** A service that enforces its policy. */
  public Service(
      String name,
      List<Address> listen,
      Address server,
      Policy policy,
      Limits limits,
      Timeouts timeouts,
      int connections,
      Switches switches) {
    this(name, listen, server, policy, limits, timeouts, connections, switches, Observe.NONE);
  }

  /** A service with the bounds and times of the documentation. */
  public static Service of(String name, List<Address> listen, Address server, Policy policy) {
    return new Service(
        name,
        listen,
        server,
        policy,
        Limits.DEFAULT,
        Timeouts.DEFAULT,
        CONNECTIONS_DEFAULT,
        Switches.DEFAULT);
  }

  public Service withLimits(Limits changed) {
    return new Service(
        name, listen, server, policy, changed, timeouts, connections, switches, observe);
  }

  public Service withTimeouts(Timeouts changed) {
    return new Service(
        name, listen, server, policy, limits, changed, connections, switches, observe);
  }

  public Service withConnections(int changed) {
    return new Service(name, listen, server, policy, limits, timeouts, changed, switches, observe);
  }

  public Service withSwitches(Switches changed) {
    return new Service(
        name, listen, server, policy, limits, timeouts, connections, changed, observe);
  }

  /**
   * The same service as a trial.
   *
   * @param mode whether its policy is only observed
   * @param second a policy that is observed beside it
   */
  public Service withObserve(boolean mode, Optional<Observe.Second> second) {
    Policy own = ownPolicy();
    return with(
        mode ? own.opened() : own, new Observe(mode ? Optional.of(own) : Optional.empty(), second));
  }

  /** The policy that the administrator gave it, enforced or not. */
  public Policy ownPolicy() {
    return observe.own().orElse(policy);
  }

  /** All its policies, the one in force first. */
  public List<Policy> policies() {
    return Stream.concat(Stream.of(policy), observe.policies().stream()).toList();
  }

  /** The service as each observed policy sees it: with that policy alone. */
  public List<Service> observers() {
    return observe.policies().stream().map(each -> with(each, Observe.NONE)).toList();
  }

  private Service with(Policy changed, Observe changedObserve) {
    return new Service(
        name, listen, server, changed, limits, timeouts, connections, switches, changedObserve);
  }
}
