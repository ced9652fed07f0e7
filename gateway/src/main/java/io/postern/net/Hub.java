package io.postern.net;

import io.postern.audit.Event;
import io.postern.service.Service;
import io.postern.session.Effects;
import io.postern.session.Session;
import io.postern.session.SessionSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Whether servers greet first, as IMAP's do; a test's need not. */
    default boolean awaitGreeting() {
      return false;
    }

    Sessions REAL =
        new Sessions() {
          @Override
          public Carried open(SessionSettings settings, Effects effects, long now) {
            return Carried.of(new Session(settings, effects, now));
          }

          @Override
          public boolean awaitGreeting() {
            return true;
          }
        };
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
  private final Connections counts = new Connections();
  private final Taps taps = new Taps();
  private final Servers servers;
  private final Set<InetSocketAddress> listening = ConcurrentHashMap.newKeySet();
  private final Map<String, SessionHandle> live = new ConcurrentHashMap<>();
  private final Turnstile turnstile;
  private final LongAdder sessionsTotal = new LongAdder();
  private final LongAdder refusedTotal = new LongAdder();
  private final LongAdder deniedTotal = new LongAdder();
  private final LongAdder internalErrors = new LongAdder();
  private final TlsContexts tls = new TlsContexts(InstantSource.system());
  private volatile boolean draining;

  Hub(
      LongSupplier clock,
      Sessions sessions,
      SessionIds ids,
      SafeSink sink,
      Names names,
      Sockets sockets,
      PolicyThreads policyThreads,
      long heldOctetsMax,
      OctetBudget outgoing,
      Patience patience) {
    this.clock = clock;
    this.turnstile = new Turnstile(clock);
    this.sessions = sessions;
    this.ids = ids;
    this.sink = sink;
    this.names = names;
    this.sockets = sockets;
    this.policyThreads = policyThreads;
    this.patience = patience;
    this.servers = new Servers(clock, sink);
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

  /** TLS of all services. */
  TlsContexts tls() {
    return tls;
  }

  Servers servers() {
    return servers;
  }

  /** Whether the first line of a server is waited for before a session gets the connection. */
  boolean awaitsGreeting() {
    return sessions.awaitGreeting();
  }

  /** Where the gateway itself listens, with real ports; whoever listens adds it. */
  Set<InetSocketAddress> listening() {
    return listening;
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

  Connections counts() {
    return counts;
  }

  /** Why a service takes no new session at the moment; empty if it does. */
  Optional<String> refusal(Service service) {
    if (draining) {
      return Optional.of("draining");
    }
    if (servers.allDisabled(service.router().servers())) {
      return Optional.of("an administrator has disabled its servers");
    }
    if (policyThreads.exhausted(service.name())) {
      return Optional.of("its policy has cost " + PolicyThreads.ABANDONED_MAX + " threads");
    }
    return Optional.empty();
  }

  /** Who may have how much. */
  Turnstile turnstile() {
    return turnstile;
  }

  /** Clients that a service has at the moment. */
  int connections(Service service) {
    return turnstile.connections(service.name());
  }

  void refused() {
    refusedTotal.increment();
  }

  void denied() {
    deniedTotal.increment();
  }

  void began(SessionHandle session) {
    live.put(session.id(), session);
    sessionsTotal.increment();
    counts.accepted(session.serviceName());
    if (draining) {
      // It came in while the others were told.
      session.drainSoon();
    }
  }

  void ended(SessionHandle session) {
    // First, so that whoever waited for the last one finds it counted.
    counts.closed(session.serviceName(), session.cause());
    live.remove(session.id(), session);
    if (live.isEmpty()) {
      synchronized (live) {
        live.notifyAll();
      }
    }
  }

  /**
   * Waits until no connection of a session is left; false if there is one when the time is over.
   */
  boolean awaitNone(Duration atMost) throws InterruptedException {
    long deadline = now() + atMost.toMillis();
    synchronized (live) {
      for (long left = deadline - now(); left > 0 && !live.isEmpty(); left = deadline - now()) {
        live.wait(left);
      }
    }
    return live.isEmpty();
  }

  /** Sessions that go on; others wait at most for their peers to close. */
  int unfinished() {
    return (int) live.values().stream().filter(session -> !session.finished()).count();
  }

  void failed() {
    internalErrors.increment();
  }

  Collection<SessionHandle> live() {
    return live.values();
  }

  /** No new sessions, and an end to those that are there, each at its next quiet moment. */
  void drain() {
    draining = true;
    live.values().forEach(SessionHandle::drainSoon);
  }

  /** An end now to all that are left: a BYE where no response is in flight. */
  void endAll() {
    live.values().forEach(session -> session.endSoon(Event.Cause.DRAIN));
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
        sink.failures(),
        deniedTotal.sum());
  }
}
