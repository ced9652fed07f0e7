package io.postern.net;

import io.postern.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Policies are made ready on all policy threads at once. */
final class WarmUps {
  private WarmUps() {}

  /**
   * Waits until every policy that has functions is ready on every loop's policy thread. One without
   * functions needs no thread, and starts none.
   */
  static void run(Collection<Loop> loops, List<Service> services, Duration atMost)
      throws WarmUpException {
    List<WarmUp> warmUps = new ArrayList<>();
    for (Service service : services) {
      if (service.policy().asks()) {
        for (Loop loop : loops) {
          WarmUp warmUp = new WarmUp(service, atMost.toMillis());
          warmUps.add(warmUp);
          loop.warm(warmUp);
        }
      }
      for (Service observer : service.observers()) {
        if (observer.policy().asks()) {
          for (Loop loop : loops) {
            WarmUp warmUp = new WarmUp(observer, atMost.toMillis());
            warmUps.add(warmUp);
            loop.warmObserved(warmUp);
          }
        }
      }
    }
    try {
      long deadline = System.nanoTime() + atMost.toNanos();
      for (WarmUp warmUp : warmUps) {
        await(warmUp, deadline - System.nanoTime(), atMost);
      }
    } finally {
      // What still waits behind a failure needn't begin.
      warmUps.forEach(WarmUp::cancel);
    }
  }

  private static void await(WarmUp warmUp, long nanos, Duration atMost) throws WarmUpException {
    try {
      warmUp.outcome().get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      // WarmUp completes with nothing else.
      throw (WarmUpException) failed.getCause();
    } catch (TimeoutException slow) {
      String cause = "it took longer than " + atMost.toMillis() + " ms";
      throw new WarmUpException(warmUp.service(), cause, "");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new WarmUpException(warmUp.service(), "interrupted", "");
    }
  }
}
