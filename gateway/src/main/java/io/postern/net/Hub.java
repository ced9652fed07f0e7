package io.postern.net;

import io.postern.audit.Event;
import io.postern.service.Service;
import io.postern.session.Effects;
import io.postern.session.Session;
import io.postern.session.SessionSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What all sessions of a gateway share: who is there, what they hold, and whom they may ask. Any
 * thread.
 */
final class Hub {
  /** How a session is made; a test makes others. */
  interface Sessions {
    Carried open(SessionSettings settings, Effects effects, long now);

    Sessions REAL = (settings, effects, now) -> Carried.of(new Session(settings, effects, now));
  }

  private final LongSupplier clock;
  private final Sessions sessions;
  private final SessionIds ids;
  private final SafeSink sink;
  private final Names names;
  private final Sockets sockets;
  private final PolicyThreads policyThreads;
  private final Patience patience;
  private final Pressure pressure;
  private final CountedServers servers;
  private final Connections counts = new Connections();
  private final Taps taps = new Taps();
  private final Map<String, Relay> live = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> connections = new ConcurrentHashMap<>();
  private final LongAdder sessionsTotal = new LongAdder();
  private final LongAdder refusedTotal = new LongAdder();
  private final LongAdder internalErrors = new LongAdder();
  private volatile boolean draining;

  Hub(
      LongSupplier clock,
      Sessions sessions,
      SessionIds ids,
      SafeSink sink,
      Names names,
      Sockets sockets,
      PolicyThreads policyThreads,
      CountedServers servers,
      long heldOctetsMax,
      OctetBudget outgoing,
      Patience patience) {
    this.clock = clock;
    this.sessions = sessions;
    this.ids = ids;
    this.sink = sink;
    this.names = names;
    this.sockets = sockets;
    this.policyThreads = policyThreads;
    this.servers = servers;
    this.patience = patience;
    this.pressure = new Pressure(heldOctetsMax, outgoing, live::values, clock, patience.held());
  }

  /** Milliseconds from a fixed point: the clock of all sessions. */
  long now() {
    return clock.getAsLong();
  }

  Carried open(SessionSettings settings, Effects effects, long now) {
    return sessions.open(settings, effects, now);
  }

  SessionIds ids() {
    return ids;
  }

  SafeSink sink() {
    return sink;
  }

  Taps taps() {
    return taps;
  }

  Names names() {
    return names;
  }

  Sockets sockets() {
    return sockets;
  }

  PolicyThreads policyThreads() {
    return policyThreads;
  }

  CountedServers servers() {
    return servers;
  }

  Connections counts() {
    return counts;
  }

  /** Why a service takes no new session at the moment; empty if it does. */
  Optional<String> refusal(Service service) {
    if (draining) {
      return Optional.of("draining");
    }
    if (servers.allDisabled(service.router())) {
      return Optional.of("an administrator has disabled its servers");
    }
    if (policyThreads.exhausted(service.name())) {
      return Optional.of("its policy has cost " + PolicyThreads.ABANDONED_MAX + " threads");
    }
    return Optional.empty();
  }

  /** Takes one of a service's connections; false if all are taken. */
  boolean take(Service service) {
    AtomicInteger taken = connections.computeIfAbsent(service.name(), _ -> new AtomicInteger());
    if (taken.incrementAndGet() > service.connections()) {
      taken.decrementAndGet();
      return false;
    }
    return true;
  }

  void giveBack(Service service) {
    connections.computeIfAbsent(service.name(), _ -> new AtomicInteger()).decrementAndGet();
  }

  /** Clients that a service has at the moment. */
  int connections(Service service) {
    AtomicInteger taken = connections.get(service.name());
    return taken == null ? 0 : taken.get();
  }

  void refused() {
    refusedTotal.increment();
  }

  void began(Relay relay) {
    live.put(relay.id(), relay);
    sessionsTotal.increment();
    counts.accepted(relay.serviceName());
    if (draining) {
      // It came in while the others were told.
      relay.endSoon(Event.Cause.DRAIN);
    }
  }

  void ended(Relay relay) {
    // First, so that whoever waited for the last one finds it counted.
    counts.closed(relay.serviceName(), relay.cause());
    live.remove(relay.id(), relay);
    if (live.isEmpty()) {
      synchronized (live) {
        live.notifyAll();
      }
    }
  }

  /** Waits until no session is left, and says how many are when the time is over. */
  int awaitNone(Duration atMost) throws InterruptedException {
    long deadline = now() + atMost.toMillis();
    synchronized (live) {
      for (long left = deadline - now(); left > 0 && !live.isEmpty(); left = deadline - now()) {
        live.wait(left);
      }
    }
    return live.size();
  }

  void failed() {
    internalErrors.increment();
  }

  Collection<Relay> live() {
    return live.values();
  }

  /** No new sessions, and an end to those that are there. */
  void drain() {
    draining = true;
    live.values().forEach(relay -> relay.endSoon(Event.Cause.DRAIN));
  }

  Patience patience() {
    return patience;
  }

  Pressure pressure() {
    return pressure;
  }

  Statistics statistics() {
    return new Statistics(
        live.size(),
        sessionsTotal.sum(),
        refusedTotal.sum(),
        internalErrors.sum(),
        pressure.heldOctets(),
        pressure.outgoingOctets(),
        policyThreads.abandoned(),
        sink.failures());
  }
}
