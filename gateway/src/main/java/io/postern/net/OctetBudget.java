package io.postern.net;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bound on octets that all sessions hold together. It tells when it is passed and when there is
 * room again; what is done about it is the caller's. Any thread.
 */
final class OctetBudget {
  private final long bound;
  private final AtomicLong total = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  OctetBudget(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("a budget of nothing");
    }
    this.bound = bound;
  }

  /** Adds (or takes away) octets; true if that changed {@link #over}. */
  boolean add(long octets) {
    long now = total.addAndGet(octets);
    // Room again only an eighth below, so that a session at the edge doesn't wake all others at
    // each octet.
    if (now > bound) {
      return over.compareAndSet(false, true);
    }
    return now <= bound - bound / 8 && over.compareAndSet(true, false);
  }

  boolean over() {
    return over.get();
  }

  long total() {
    return total.get();
  }
}
