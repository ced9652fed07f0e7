package io.postern.net;

import io.postern.service.Address;
import io.postern.service.Router;
import io.postern.service.ServerState;
import io.postern.service.ServerState.Condition;
import io.postern.service.ServerState.Failure;
import io.postern.service.Service;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What is known of servers from the sessions that used them: nobody probes. So a server that failed
 * counts as down for a while only; else a gateway that gets no sessions while it isn't ready would
 * never find out that its server is back.
 */
final class CountedServers implements Servers {
  /** How long a failed connection speaks against a server. */
  static final Duration DOWN = Duration.ofSeconds(30);

  private static final class Known {
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile boolean disabled;
    private volatile Optional<Failure> failure = Optional.empty();
  }

  private final Supplier<Collection<Service>> services;
  private final Clock clock;

  /** Bounded by the configuration: only servers of its routers are asked for. */
  private final Map<Address, Known> known = new ConcurrentHashMap<>();

  CountedServers(Supplier<Collection<Service>> services, Clock clock) {
    this.services = services;
    this.clock = clock;
  }

  @Override
  public List<ServerState> list() {
    Map<Address, List<String>> users = new LinkedHashMap<>();
    for (Service service : services.get()) {
      for (Address server : service.router().servers()) {
        users.computeIfAbsent(server, _ -> new java.util.ArrayList<>()).add(service.name());
      }
    }
    return users.entrySet().stream().map(entry -> state(entry.getKey(), entry.getValue())).toList();
  }

  @Override
  public boolean disable(Address server) {
    return set(server, true);
  }

  @Override
  public boolean enable(Address server) {
    return set(server, false);
  }

  /** The first that isn't disabled; empty where none is left. */
  Optional<Address> first(Router router) {
    return router.servers().stream().filter(server -> !of(server).disabled).findFirst();
  }

  /** Whether an administrator has taken out all that a router could choose. */
  boolean allDisabled(Router router) {
    return !router.servers().isEmpty() && first(router).isEmpty();
  }

  void connected(Address server) {
    Known one = of(server);
    one.sessions.incrementAndGet();
    one.failure = Optional.empty();
  }

  /** The session that was {@link #connected} has ended. */
  void left(Address server) {
    of(server).sessions.decrementAndGet();
  }

  void failed(Address server, String why) {
    of(server).failure = Optional.of(new Failure(clock.instant(), why));
  }

  private boolean set(Address server, boolean disabled) {
    boolean there =
        services.get().stream().anyMatch(service -> service.router().servers().contains(server));
    if (there) {
      Known one = of(server);
      one.disabled = disabled;
      if (!disabled) {
        one.failure = Optional.empty();
      }
    }
    return there;
  }

  private ServerState state(Address server, List<String> users) {
    Known one = of(server);
    Optional<Failure> failure = one.failure;
    Instant since = clock.instant().minus(DOWN);
    Condition condition =
        one.disabled
            ? Condition.DISABLED
            : failure.filter(last -> last.at().isAfter(since)).isPresent()
                ? Condition.DOWN
                : Condition.UP;
    return new ServerState(server, users, condition, one.sessions.get(), failure);
  }

  private Known of(Address server) {
    return known.computeIfAbsent(server, _ -> new Known());
  }
}
