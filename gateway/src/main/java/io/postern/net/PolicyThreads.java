package io.postern.net;

import io.postern.service.Service;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** The policy threads of all loops, and the count of those that were given up. Any thread. */
final class PolicyThreads {
  /**
   * Threads that a service's policy may cost us before it gets no new sessions: each abandoned one
   * may burn a core for ever, so the service is sick and must say so rather than go on.
   */
  static final int ABANDONED_MAX = 4;

  private final LongSupplier clock;
  private final ThreadFactory threads;
  private final AtomicInteger abandonedAll = new AtomicInteger();
  private final Map<String, Integer> abandoned = new ConcurrentHashMap<>();
  private final Map<String, Integer> abandonedObserved = new ConcurrentHashMap<>();
  private volatile List<Service> served = List.of();
  private volatile List<Service> servedObserved = List.of();

  PolicyThreads(LongSupplier clock) {
    this(
        clock,
        // Platform threads: a spinning virtual thread would starve the others. Daemons: an
        // abandoned one must not keep us alive.
        Thread.ofPlatform().name("postern-policy-", 0).daemon().factory());
  }

  PolicyThreads(LongSupplier clock, ThreadFactory threads) {
    this.clock = clock;
    this.threads = threads;
  }

  /** The policy thread of one more loop. */
  PolicyThread thread() {
    return new PolicyThread(threads, clock, () -> served, service -> abandon(service, abandoned));
  }

  /** One more loop's thread for policies that are only observed: they delay nobody. */
  PolicyThread observedThread() {
    return new PolicyThread(
        threads, clock, () -> servedObserved, service -> abandon(service, abandonedObserved));
  }

  /** Whose policies a thread that takes another's place makes ready first. */
  void serve(List<Service> services) {
    served = List.copyOf(services);
    servedObserved = services.stream().flatMap(service -> service.observers().stream()).toList();
  }

  /** Threads given up since the start. */
  int abandoned() {
    return abandonedAll.get();
  }

  /** Whether a service's policy has cost too many threads. */
  boolean exhausted(String service) {
    return abandoned.getOrDefault(service, 0) >= ABANDONED_MAX;
  }

  /** Whether what is observed of a service has cost too many threads. */
  boolean observedExhausted(String service) {
    return abandonedObserved.getOrDefault(service, 0) >= ABANDONED_MAX;
  }

  private void abandon(String service, Map<String, Integer> counts) {
    counts.merge(service, 1, Integer::sum);
    abandonedAll.incrementAndGet();
  }
}
