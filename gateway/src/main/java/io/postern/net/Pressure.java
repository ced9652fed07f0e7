package io.postern.net;

import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all sessions hold together, and what is done when it is too much (design.md, section 4). Any
 * thread.
 *
 * <p>What parsers hold lies in the heap; what waits for slow peers lies outside. The first is
 * relieved by reading less and in the end by ending the largest holder; the second by reading on
 * only for peers that keep up.
 */
final class Pressure {
  /** After the first one is ended, one more each second until there is room. */
  private static final long NEXT_MILLIS = 1_000;

  private final OctetBudget held;
  private final OctetBudget heldTwice;
  private final OctetBudget outgoing;
  private final Supplier<Collection<SessionHandle>> live;
  private final LongSupplier clock;
  private final long patienceMillis;
  private volatile long overSince;

  Pressure(
      long heldOctetsMax,
      OctetBudget outgoing,
      Supplier<Collection<SessionHandle>> live,
      LongSupplier clock,
      long patienceMillis) {
    this.held = new OctetBudget(heldOctetsMax);
    this.heldTwice = new OctetBudget(2 * heldOctetsMax);
    this.outgoing = outgoing;
    this.live = live;
    this.clock = clock;
    this.patienceMillis = patienceMillis;
  }

  /** A session on that loop holds so many octets more, or less. */
  void held(long octets, Loop loop) {
    boolean changed = held.add(octets);
    boolean changedTwice = heldTwice.add(octets);
    if (changed || changedTwice) {
      gateAll();
    }
    if (changed && held.over()) {
      overSince = clock.getAsLong();
      relieveAfter(patienceMillis, loop);
    }
  }

  /** So many octets more, or less, wait for a peer. */
  void outgoing(long octets) {
    if (outgoing.add(octets)) {
      gateAll();
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

  /** Whether only those are read on for whose peers nothing waits. */
  boolean sparesOutgoing() {
    return outgoing.over();
  }

  long heldOctets() {
    return held.total();
  }

  long outgoingOctets() {
    return outgoing.total();
  }

  private void gateAll() {
    live.get().forEach(SessionHandle::gateSoon);
  }

  private void relieveAfter(long millis, Loop loop) {
    var _ = loop.executor().schedule(() -> relieve(loop), millis, TimeUnit.MILLISECONDS);
  }

  private void relieve(Loop loop) {
    // There may have been room meanwhile: then the time since counts, and another timer is on its
    // way.
    if (held.over() && clock.getAsLong() - overSince >= patienceMillis) {
      live.get().stream()
          .max(Comparator.comparingLong(SessionHandle::heldOctets))
          .ifPresent(SessionHandle::endForMemory);
      relieveAfter(NEXT_MILLIS, loop);
    }
  }
}
