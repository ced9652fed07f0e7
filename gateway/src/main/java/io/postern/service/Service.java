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
 * @param router where the IMAP server is
 * @param chainer how it is reached
 * @param policy the policy in force: in {@code mode: observe} one that accepts all that the engine
 *     follows
 * @param quotas how much it gives to whom
 * @param observe policies that are only observed
 * @param tls TLS on both legs
 * @param proxy the PROXY protocol on both legs
 * @param originating the client's address in the ID command
 */
public record Service(
    String name,
    List<Address> listen,
    Router router,
    Chainer chainer,
    Policy policy,
    Limits limits,
    Timeouts timeouts,
    Quotas quotas,
    Switches switches,
    Observe observe,
    Tls tls,
    ProxyProtocol proxy,
    Originating originating) {
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
    Objects.requireNonNull(router);
    Objects.requireNonNull(chainer);
    Objects.requireNonNull(policy);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(timeouts);
    Objects.requireNonNull(quotas);
    Objects.requireNonNull(observe);
    Objects.requireNonNull(tls);
    Objects.requireNonNull(proxy);
    Objects.requireNonNull(originating);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a service's name is 1 to 64 letters, digits, '_', '-' or '.'");
    }
    if (listen.isEmpty()) {
      throw new IllegalArgumentException("service " + name + " listens nowhere");
    }
    boolean clear = tls.client().mayBeClear() && !switches.clearTextAllowed();
    for (int i = 0; i < listen.size(); i++) {
      Address address = listen.get(i);
      if (address.port() != 0 && listen.indexOf(address) < i) {
        throw new IllegalArgumentException("service " + name + " listens twice on " + address);
      }
      if (clear && !address.loopback()) {
        throw new IllegalArgumentException(
            "service " + name + " would listen on " + address + " without TLS");
      }
    }
  }

  /** A service that enforces its policy on the way to one server, in clear. */
  public Service(
      String name,
      List<Address> listen,
      Address server,
      Policy policy,
      Limits limits,
      Timeouts timeouts,
      int connections,
      Switches switches) {
    this(
        name,
        listen,
        new Router.Directed(List.of(server)),
        policy,
        limits,
        timeouts,
        connections,
        switches);
  }

  /** A service that enforces its policy on the way that a router says, in clear. */
  public Service(
      String name,
      List<Address> listen,
      Router router,
      Policy policy,
      Limits limits,
      Timeouts timeouts,
      int connections,
      Switches switches) {
    this(
        name,
        listen,
        router,
        Chainer.DEFAULT,
        policy,
        limits,
        timeouts,
        Quotas.DEFAULT.withSessions(connections),
        switches,
        Observe.NONE,
        Tls.NONE,
        ProxyProtocol.NONE,
        Originating.NONE);
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

  /** Clients at once, from 1 to {@link #CONNECTIONS_MAX}; one more is told BYE. */
  public int connections() {
    return quotas.sessions();
  }

  public Service withRouter(Router changed) {
    return new Service(
        name,
        listen,
        changed,
        chainer,
        policy,
        limits,
        timeouts,
        quotas,
        switches,
        observe,
        tls,
        proxy,
        originating);
  }

  public Service withChainer(Chainer changed) {
    return new Service(
        name,
        listen,
        router,
        changed,
        policy,
        limits,
        timeouts,
        quotas,
        switches,
        observe,
        tls,
        proxy,
        originating);
  }

  public Service withLimits(Limits changed) {
    return new Service(
        name,
        listen,
        router,
        chainer,
        policy,
        changed,
        timeouts,
        quotas,
        switches,
        observe,
        tls,
        proxy,
        originating);
  }

  public Service withTimeouts(Timeouts changed) {
    return new Service(
        name,
        listen,
        router,
        chainer,
        policy,
        limits,
        changed,
        quotas,
        switches,
        observe,
        tls,
        proxy,
        originating);
  }

  public Service withQuotas(Quotas changed) {
    return new Service(
        name,
        listen,
        router,
        chainer,
        policy,
        limits,
        timeouts,
        changed,
        switches,
        observe,
        tls,
        proxy,
        originating);
  }

  public Service withSwitches(Switches changed) {
    return new Service(
        name,
        listen,
        router,
        chainer,
        policy,
        limits,
        timeouts,
        quotas,
        changed,
        observe,
        tls,
        proxy,
        originating);
  }

  public Service withTls(Tls changed) {
    return new Service(
        name,
        listen,
        router,
        chainer,
        policy,
        limits,
        timeouts,
        quotas,
        switches,
        observe,
        changed,
        proxy,
        originating);
  }

  public Service withProxy(ProxyProtocol changed) {
    return new Service(
        name,
        listen,
        router,
        chainer,
        policy,
        limits,
        timeouts,
        quotas,
        switches,
        observe,
        tls,
        changed,
        originating);
  }

  public Service withOriginating(Originating changed) {
    return new Service(
        name, listen, router, chainer, policy, limits, timeouts, quotas, switches, observe, tls,
        proxy, changed);
  }

  public Service withConnections(int changed) {
    return withQuotas(quotas.withSessions(changed));
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
        name,
        listen,
        router,
        chainer,
        changed,
        limits,
        timeouts,
        quotas,
        switches,
        changedObserve,
        tls,
        proxy,
        originating);
  }
}
