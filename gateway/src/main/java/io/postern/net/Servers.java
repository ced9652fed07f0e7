package io.postern.net;

import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.audit.SessionInfo;
import io.postern.service.Address;
import io.postern.service.Chainer;
import io.postern.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The servers of all services, how each is, and which of several comes first. Holds what the
 * configuration names and no more: where a client names its server (the transparent router) nothing
 * is remembered. Any thread.
 */
final class Servers {
  private final LongSupplier clock;
  private final EventSink sink;
  private final Map<Address, KnownServer> known = new ConcurrentHashMap<>();

  /** Whose turn it is, by the service's name. */
  private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

  Servers(LongSupplier clock, EventSink sink) {
    this.clock = clock;
    this.sink = sink;
  }

  /** From now on these services' servers are known; the others are forgotten. */
  synchronized void configured(List<Service> services) {
    Set<Address> wanted = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Service service : services) {
      wanted.addAll(service.router().servers());
      names.add(service.name());
    }
    turns.keySet().retainAll(names);
    known
        .values()
        .removeIf(
            server -> {
              boolean gone = !wanted.contains(server.address());
              if (gone) {
                server.forgotten();
              }
              return gone;
            });
    wanted.forEach(
        address ->
            known.computeIfAbsent(
                address, added -> new KnownServer(added, true, clock.getAsLong())));
  }

  /** The server of an address; one that isn't configured is remembered by nobody. */
  KnownServer at(Address address) {
    KnownServer server = known.get(address);
    return server != null ? server : new KnownServer(address, false, clock.getAsLong());
  }

  /** Whether an administrator has taken out all of them; not of none. */
  boolean allDisabled(List<Address> servers) {
    for (Address each : servers) {
      if (!at(each).disabled()) {
        return false;
      }
    }
    return !servers.isEmpty();
  }

  /**
   * In which order a new session tries its servers. Those that are set aside come behind all
   * others, and of them only the one that has been so longest: it is the likeliest to be back, and
   * a client that waits for it loses nothing, since it would be refused else. Disabled ones aren't
   * among them; so the list may be empty.
   */
  List<KnownServer> order(String service, Chainer.Choice choice, List<Address> servers) {
    List<Address> candidates =
        choice == Chainer.Choice.CONNECT && !servers.isEmpty() ? servers.subList(0, 1) : servers;
    if (candidates.size() == 1) {
      // What most services have; wherever it is, it is the one to be tried.
      KnownServer only = at(candidates.getFirst());
      return only.disabled() ? List.of() : List.of(only);
    }
    List<KnownServer> enabled =
        candidates.stream().map(this::at).filter(server -> !server.disabled()).toList();
    List<KnownServer> order =
        new ArrayList<>(enabled.stream().filter(server -> !server.aside()).toList());
    switch (choice) {
      case CONNECT, FAILOVER -> {}
      case ROUND_ROBIN -> rotate(service, order);
      case LEAST_SESSIONS -> {
        // Of those with equally few each in turn.
        rotate(service, order);
        fewestFirst(order);
      }
    }
    enabled.stream()
        .filter(server -> !order.contains(server))
        .min(Comparator.comparingLong(KnownServer::asideSince))
        .ifPresent(order::add);
    return order;
  }

  private void rotate(String service, List<KnownServer> order) {
    int turn = turns.computeIfAbsent(service, _ -> new AtomicInteger()).getAndIncrement();
    if (!order.isEmpty()) {
      Collections.rotate(order, -Math.floorMod(turn, order.size()));
    }
  }

  /** Each is counted once: others count while we sort, and a sort must not see two answers. */
  private static void fewestFirst(List<KnownServer> order) {
    record Counted(KnownServer server, int sessions) {}
    List<KnownServer> sorted =
        order.stream()
            .map(server -> new Counted(server, server.sessions()))
            .sorted(Comparator.comparingInt(Counted::sessions))
            .map(Counted::server)
            .toList();
    order.clear();
    order.addAll(sorted);
  }

  /**
   * A server refused or hung.
   *
   * @return whether it is set aside by that, so that somebody should begin to probe it
   */
  boolean failed(KnownServer server, String why, Duration setAside) {
    boolean first = server.failed(why, clock.getAsLong());
    if (first) {
      String address = server.address().toString();
      sink.event(
          SessionInfo.NONE, new Event.ServerSetAside(address, why, setAside.toMillis() / 1000.0));
    }
    return first;
  }

  /** A server greeted, a session or a probe: it isn't set aside any more. */
  void greeted(KnownServer server) {
    OptionalLong after = server.greeted(clock.getAsLong());
    if (after.isPresent()) {
      sink.event(
          SessionInfo.NONE,
          new Event.ServerBack(server.address().toString(), after.getAsLong() / 1000.0));
    }
  }

  /** Whether new sessions may go there; false if no service has that server. */
  boolean enable(Address address, boolean wanted) {
    Optional<KnownServer> server = Optional.ofNullable(known.get(address));
    server.ifPresent(found -> found.disabled(!wanted, clock.getAsLong()));
    return server.isPresent();
  }

  /** All that are configured, by their addresses. */
  List<ServerStatus> all() {
    long now = clock.getAsLong();
    return known.values().stream()
        .map(server -> server.status(now))
        .sorted(Comparator.comparing(status -> status.address().toString()))
        .toList();
  }
}
