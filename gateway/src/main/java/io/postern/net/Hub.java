package io.postern.net;

import io.postern.audit.Event;
import io.postern.service.Service;
import io.postern.session.Effects;
import io.postern.session.Session;
import io.postern.session.SessionSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

  /**
   * How long sessions may hold more than the bound together before the largest holder is ended
   * (design.md, section 4).
   */
  static final long HELD_PATIENCE_MILLIS = 30_000;

  /** And then one more each second, until there is room. */
  private static final long HELD_NEXT_MILLIS = 1_000;

  private final LongSupplier clock;
  private final Sessions sessions;
  private final SessionIds ids;
  private final SafeSink sink;
  private final Names names;
  private final Sockets sockets;
  private final PolicyThreads policyThreads;
  private final OctetBudget held;
  private final OctetBudget heldTwice;
  private final OctetBudget outgoing;
  private final long heldPatienceMillis;
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
      long heldOctetsMax,
      long heldPatienceMillis,
      OctetBudget outgoing) {
    this.clock = clock;
    this.sessions = sessions;
    this.ids = ids;
    this.sink = sink;
    this.names = names;
    this.sockets = sockets;
    this.policyThreads = policyThreads;
    this.held = new OctetBudget(heldOctetsMax);
    this.heldTwice = new OctetBudget(2 * heldOctetsMax);
    this.heldPatienceMillis = heldPatienceMillis;
    this.outgoing = outgoing;
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

  Names names() {
    return names;
  }

  Sockets sockets() {
    return sockets;
  }

  /** Why a service takes no new session at the moment; empty if it does. */
  Optional<String> refusal(Service service) {
    if (draining) {
      return Optional.of("draining");
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

  void refused() {
    refusedTotal.increment();
  }

  void began(Relay relay) {
    live.put(relay.id(), relay);
    sessionsTotal.increment();
    if (draining) {
      // It came in while the others were told.
      relay.endSoon(Event.Cause.DRAIN);
    }
  }

  void ended(Relay relay) {
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

  /** A session holds so many octets more, or less. */
  void held(long octets, Relay by) {
    boolean changed = held.add(octets);
    boolean changedTwice = heldTwice.add(octets);
    if (changed || changedTwice) {
      gateAll();
    }
    if (changed && held.over()) {
      var _ =
          by.loop()
              .executor()
              .schedule(() -> relieve(by.loop()), heldPatienceMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Whether commands must wait: what sessions hold grows with what clients say. */
  boolean pausesClients() {
    return held.over();
  }

  /**
   * Whether responses must wait too. Later, since it is their ends that most sessions wait for to
   * hold less.
   */
  boolean pausesServers() {
    return heldTwice.over();
  }

  /** So many octets more, or less, wait for peers. */
  void outgoing(long octets) {
    if (outgoing.add(octets)) {
      gateAll();
    }
  }

  boolean outgoingOver() {
    return outgoing.over();
  }

  Statistics statistics() {
    return new Statistics(
        live.size(),
        sessionsTotal.sum(),
        refusedTotal.sum(),
        internalErrors.sum(),
        held.total(),
        outgoing.total(),
        policyThreads.abandoned(),
        sink.failures());
  }

  private void gateAll() {
    live.values().forEach(Relay::gateSoon);
  }

  private void relieve(Loop loop) {
    if (!held.over()) {
      return;
    }
    live.values().stream()
        .max(Comparator.comparingLong(Relay::heldOctets))
        .ifPresent(Relay::endForMemory);
    var _ = loop.executor().schedule(() -> relieve(loop), HELD_NEXT_MILLIS, TimeUnit.MILLISECONDS);
  }
}
