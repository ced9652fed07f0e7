package io.postern.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** What the sessions of one event loop share; confined to that loop. */
final class Loop {
  /** How often running policy functions are looked at: the precision of their time limit. */
  private static final long POLICY_WATCH_MILLIS = 20;

  private final EventLoop executor;
  private final PolicyThread policyThread;
  private final byte[] scratch = new byte[ReadSizes.READ_OCTETS];
  private boolean watching;

  Loop(EventLoop executor, PolicyThread policyThread) {
    this.executor = executor;
    this.policyThread = policyThread;
  }

  EventLoop executor() {
    return executor;
  }

  /** Where octets that were read lie while a session looks at them: only until it returns. */
  byte[] scratch() {
    return scratch;
  }

  /** Makes a policy ready on this loop's policy thread; any thread. */
  void warm(WarmUp warmUp) {
    try {
      executor.execute(() -> submit(warmUp));
    } catch (RejectedExecutionException stopped) {
      warmUp.fail("the gateway has stopped", "");
    }
  }

  /** Queues work for the policy thread, and watches it. */
  void submit(PolicyTask task) {
    policyThread.submit(task);
    if (!watching) {
      watching = true;
      watchLater();
    }
  }

  /** No timer runs where no function does. */
  private void watch() {
    policyThread.watch();
    if (policyThread.busy()) {
      watchLater();
    } else {
      watching = false;
    }
  }

  private void watchLater() {
    var _ = executor.schedule(this::watch, POLICY_WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    policyThread.stop();
  }
}
