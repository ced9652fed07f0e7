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
  private final PolicyThread observedThread;
  private final Reading reading = new Reading();
  private final LoopCounts counts = new LoopCounts();
  private boolean watching;

  /** {@code observedThread}: for policies that are judged and not applied. */
  Loop(EventLoop executor, PolicyThread policyThread, PolicyThread observedThread) {
    this.executor = executor;
    this.policyThread = policyThread;
    this.observedThread = observedThread;
  }

  EventLoop executor() {
    return executor;
  }

  /** Octets that were read, while a session looks at them. */
  Reading reading() {
    return reading;
  }

  /** What its sessions count. */
  LoopCounts counts() {
    return counts;
  }

  /** Makes a policy ready on this loop's policy thread; any thread. */
  void warm(WarmUp warmUp) {
    later(warmUp, () -> submit(warmUp));
  }

  /** The same on the thread for observed policies. */
  void warmObserved(WarmUp warmUp) {
    later(warmUp, () -> submitObserved(warmUp));
  }

  /** Runs a task on the loop; any thread. False if the gateway has stopped: then it never runs. */
  boolean soon(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException stopped) {
      return false;
    }
  }

  private void later(WarmUp warmUp, Runnable submits) {
    if (!soon(submits)) {
      warmUp.fail("the gateway has stopped", "");
    }
  }

  /** Queues work for the policy thread, and watches it. */
  void submit(PolicyTask task) {
    submit(task, policyThread);
  }

  /** Queues work for the thread for observed policies, and watches it. */
  void submitObserved(PolicyTask task) {
    submit(task, observedThread);
  }

  private void submit(PolicyTask task, PolicyThread to) {
    to.submit(task);
    if (!watching) {
      watching = true;
      watchLater();
    }
  }

  /** No timer runs where no function does. */
  private void watch() {
    policyThread.watch();
    observedThread.watch();
    if (policyThread.busy() || observedThread.busy()) {
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
    observedThread.stop();
  }
}
