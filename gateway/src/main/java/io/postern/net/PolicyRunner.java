package io.postern.net;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that runs policies' code, and what it runs at the moment. It warms up, waits until it
 * is wanted, and then takes from the queue; whoever has dismissed it takes no further notice of it.
 */
final class PolicyRunner implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyRunner.class);

  /**
   * For how long a task may go on with those behind it: no session's neighbours wait longer for
   * them than this and one call.
   */
  static final long TOGETHER_MILLIS = 2;

  private final List<WarmUp> warmUps;
  private final BlockingQueue<PolicyTask> queue;
  private final LongSupplier clock;
  private final Runnable done;
  private final Thread thread;
  private final ThreadFactory threads;
  private final CountDownLatch wanted = new CountDownLatch(1);
  private volatile PolicyTask running;
  private volatile boolean serving;
  private volatile boolean dismissed;

  /**
   * @param warmUps what comes before the queue
   * @param done told when a task of the queue is over, or given up
   */
  PolicyRunner(
      ThreadFactory threads,
      LongSupplier clock,
      List<WarmUp> warmUps,
      BlockingQueue<PolicyTask> queue,
      Runnable done) {
    this.threads = threads;
    this.clock = clock;
    this.warmUps = warmUps;
    this.queue = queue;
    this.done = done;
    thread = threads.newThread(this);
  }

  PolicyRunner start() {
    thread.start();
    return this;
  }

  /** From now on it serves the queue. */
  PolicyRunner serve() {
    wanted.countDown();
    return this;
  }

  /** What runs now; null where nothing does. */
  PolicyTask running() {
    return running;
  }

  @Override
  public void run() {
    for (WarmUp warmUp : warmUps) {
      if (!dismissed) {
        alone(warmUp);
        failed(warmUp);
      }
    }
    while (!dismissed) {
      try {
        wanted.await();
        serving = true;
        together(queue.take());
      } catch (InterruptedException stopping) {
        // Only stop() interrupts a thread that waits, and the loop's condition sees it.
      }
    }
  }

  /** A policy that is cold here may be too slow for its sessions, or fail again: say why. */
  private static void failed(WarmUp warmUp) {
    if (warmUp.outcome().isCompletedExceptionally()) {
      LOG.error("On a new policy thread: {}", warmUp.outcome().exceptionNow().getMessage());
    }
  }

  /** One task, and those behind it that it lets run. */
  private void together(PolicyTask first) {
    long began = clock.getAsLong();
    alone(first);
    PolicyTask last = first;
    while (!dismissed && last.next().isPresent()) {
      PolicyTask next = last.next().get();
      if (last.lets() && clock.getAsLong() - began < TOGETHER_MILLIS) {
        alone(next);
      } else {
        next.leave();
      }
      last = next;
    }
    synchronized (this) {
      if (!dismissed) {
        over();
      }
    }
  }

  /** A task without those behind it. */
  private void alone(PolicyTask task) {
    task.started(clock.getAsLong());
    running = task;
    if (!task.settled()) {
      task.run();
    }
    task.returned();
    synchronized (this) {
      running = null;
      if (!dismissed) {
        // A late interrupt was meant for the task that is over.
        Thread.interrupted();
      }
    }
  }

  /** Of what came from the queue. */
  private void over() {
    if (serving) {
      done.run();
    }
  }

  /** Where the code of the policy is at the moment; empty if that isn't known. */
  String place() {
    return PolicyPlace.of(thread.getStackTrace());
  }

  /** Asks a task to end, from a thread of its own: an engine may take its time. */
  void interrupt(PolicyTask task) {
    threads.newThread(() -> task.interrupt(thread)).start();
  }

  /** Gives up the thread, if it still runs that task. */
  synchronized boolean abandon(PolicyTask task) {
    if (running == task) {
      dismissed = true;
      over();
      return true;
    }
    return false;
  }

  synchronized void stop() {
    dismissed = true;
    thread.interrupt();
  }
}
