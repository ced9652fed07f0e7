package io.postern.net;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Waits for sessions to end by themselves, and tells now and then how many go on. */
final class DrainWait {
  /** How often it tells. */
  static final Duration STEP = Duration.ofSeconds(5);

  /** What is waited for. */
  interface Ends {
    /** Whether all have ended, at the latest when that time is over. */
    boolean within(Duration atMost) throws InterruptedException;
  }

  private DrainWait() {}

  /**
   * Returns when all have ended or the time is over.
   *
   * @param clock in milliseconds
   * @param unfinished how many go on; others only wait for their peers to close
   */
  static void until(
      LongSupplier clock, Duration atMost, Ends ends, IntSupplier unfinished, IntConsumer left)
      throws InterruptedException {
    long deadline = clock.getAsLong() + atMost.toMillis();
    for (long now = clock.getAsLong(); now < deadline; now = clock.getAsLong()) {
      Duration rest = Duration.ofMillis(deadline - now);
      if (ends.within(rest.compareTo(STEP) < 0 ? rest : STEP)) {
        return;
      }
      int going = unfinished.getAsInt();
      if (going > 0 && clock.getAsLong() < deadline) {
        left.accept(going);
      }
    }
  }
}
