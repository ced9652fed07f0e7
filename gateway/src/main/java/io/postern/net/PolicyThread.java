package io.postern.net;

import io.postern.policy.Answer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Where the policy functions of one event loop's sessions run, one after the other (design.md,
 * section 5).
 *
 * <p>A function may spin for ever, and Java cannot stop it. So somebody looks at the clock ({@link
 * #watch}): at the time limit the session gets its answer and the thread an interrupt; a second
 * later the thread is given up and another takes its place. Calls are submitted and watched by one
 * thread at a time, the loop.
 */
final class PolicyThread {
  /** Calls that may wait: more would wait longer than anybody's patience. Full means failed. */
  static final int QUEUE_MAX = 256;

  /** How long a call may wait beyond its limit, so that one runaway doesn't fail its neighbours. */
  static final long WAIT_BEYOND_LIMIT_MILLIS = 2_000;

  /** How long an interrupted function may take to notice. */
  static final long INTERRUPT_GRACE_MILLIS = 1_000;

  private final ThreadFactory threads;
  private final LongSupplier clock;
  private final Consumer<String> abandoned;
  private final BlockingQueue<PolicyCall> queue = new LinkedBlockingQueue<>(QUEUE_MAX);

  /** Calls that nobody has finished with: queued, running, or running beyond their answer. */
  private final AtomicInteger outstanding = new AtomicInteger();

  private Runner runner;
  private PolicyCall interrupted;

  /**
   * @param clock milliseconds from any fixed point
   * @param abandoned told the service's name when a thread is given up
   */
  PolicyThread(ThreadFactory threads, LongSupplier clock, Consumer<String> abandoned) {
    this.threads = threads;
    this.clock = clock;
    this.abandoned = abandoned;
  }

  /**
   * Queues a call; the answer comes to its receiver in any case. The first call starts the thread.
   */
  void submit(PolicyCall call) {
    if (runner == null) {
      runner = new Runner();
    }
    call.queued(clock.getAsLong());
    outstanding.incrementAndGet();
    if (!queue.offer(call)) {
      outstanding.decrementAndGet();
      call.settle(new Answer.Failed("too many calls wait for a policy thread", ""));
    }
  }

  /** Whether there is anything that {@link #watch} should look at. */
  boolean busy() {
    return outstanding.get() > 0;
  }

  /** Ends the waiting of calls whose time is over, and gives up a thread that doesn't come back. */
  void watch() {
    if (runner == null) {
      return;
    }
    long now = clock.getAsLong();
    PolicyCall running = runner.running;
    if (running != null) {
      overrun(running, now - running.startedAt() - running.limitMillis());
    }
    for (PolicyCall call : queue) {
      if ((call.settled() || waitedTooLong(call, now)) && queue.remove(call)) {
        outstanding.decrementAndGet();
      }
    }
  }

  private void overrun(PolicyCall running, long over) {
    if (over >= 0 && interrupted != running) {
      interrupted = running;
      if (!running.settled()) {
        String cause = "took longer than " + running.limitMillis() + " ms";
        running.settle(new Answer.Failed(cause, runner.place()));
      }
      runner.interrupt(running);
    }
    if (over >= INTERRUPT_GRACE_MILLIS && runner.abandon(running)) {
      outstanding.decrementAndGet();
      abandoned.accept(running.service());
      runner = new Runner();
    }
  }

  /** No further calls; a function that runs is interrupted and its answer forgotten. */
  void stop() {
    queue.clear();
    if (runner != null) {
      runner.stop();
    }
  }

  private static boolean waitedTooLong(PolicyCall call, long now) {
    long patience = call.limitMillis() + WAIT_BEYOND_LIMIT_MILLIS;
    if (now - call.queuedAt() < patience) {
      return false;
    }
    call.settle(new Answer.Failed("waited " + patience + " ms for a policy thread", ""));
    return true;
  }

  /**
   * One thread and what it runs at the moment. Its lock keeps an interrupt from hitting the next
   * call.
   */
  private final class Runner implements Runnable {
    private final Thread thread;
    private volatile PolicyCall running;
    private volatile boolean dismissed;

    Runner() {
      thread = threads.newThread(this);
      thread.start();
    }

    @Override
    public void run() {
      while (!dismissed) {
        try {
          serve(queue.take());
        } catch (InterruptedException stopping) {
          // Only stop() interrupts a thread that waits, and the loop's condition sees it.
        }
      }
    }

    private void serve(PolicyCall call) {
      call.started(clock.getAsLong());
      running = call;
      if (!call.settled()) {
        call.run();
      }
      synchronized (this) {
        running = null;
        if (!dismissed) {
          outstanding.decrementAndGet();
          // A late interrupt was meant for the call that is over.
          Thread.interrupted();
        }
      }
    }

    String place() {
      return PolicyPlace.of(thread.getStackTrace());
    }

    synchronized void interrupt(PolicyCall call) {
      if (running == call) {
        thread.interrupt();
      }
    }

    synchronized boolean abandon(PolicyCall call) {
      if (running == call) {
        dismissed = true;
        return true;
      }
      return false;
    }

    synchronized void stop() {
      dismissed = true;
      thread.interrupt();
    }
  }
}
