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

  /** A service with the bounds and times of the documentation, on the way to one server. */
  public static Service of(String name, List<Address> listen, Address server, Policy policy) {
    return new ServiceDraft(name, listen, new Router.Directed(List.of(server)), policy).service();
  }

  /** One that starts as this one is. */
  public ServiceDraft draft() {
    return new ServiceDraft(this);
  }

  /** Clients at once, from 1 to {@link #CONNECTIONS_MAX}; one more is told BYE. */
  public int connections() {
    return quotas.sessions();
  }

  public Service withRouter(Router changed) {
    return draft().router(changed).service();
  }

  public Service withChainer(Chainer changed) {
    return draft().chainer(changed).service();
  }

  public Service withTimeouts(Timeouts changed) {
    return draft().timeouts(changed).service();
  }

  public Service withQuotas(Quotas changed) {
    return draft().quotas(changed).service();
  }

  public Service withSwitches(Switches changed) {
    return draft().switches(changed).service();
  }

  public Service withTls(Tls changed) {
    return draft().tls(changed).service();
  }

  public Service withProxy(ProxyProtocol changed) {
    return draft().proxy(changed).service();
  }

  public Service withOriginating(Originating changed) {
    return draft().originating(changed).service();
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
    return draft().observe(mode, second).service();
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
    return observe.policies().stream().map(each -> draft().enforcing(each).service()).toList();
  }
}
