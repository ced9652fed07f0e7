package io.postern.net;

import io.postern.service.Service;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where the policy functions of one event loop's sessions run, one after the other (design.md,
 * section 5).
 *
 * <p>A function may spin for ever, and Java cannot stop it. So somebody looks at the clock ({@link
 * #watch}): at the time limit the function is interrupted and the session gets its answer; a second
 * later the thread is given up and another takes its place. Tasks are submitted and watched by one
 * thread at a time, the loop.
 */
final class PolicyThread {
  /** Tasks that may wait: more would wait longer than anybody's patience. Full means failed. */
  static final int QUEUE_MAX = 256;

  /** How long a call may wait beyond its limit, so that one runaway doesn't fail its neighbours. */
  static final long WAIT_BEYOND_LIMIT_MILLIS = 2_000;

  /**
   * How long an interrupted function may take to tell its place in the policy, where Java doesn't
   * see it; its session ends then in any case. A function that hasn't noticed by then will hardly
   * do: the thread that may take over begins to warm up.
   */
  static final long TELL_MILLIS = 200;

  /** How long an interrupted function may take to notice. */
  static final long INTERRUPT_GRACE_MILLIS = 1_000;

  /** How long a policy may take to get ready on a thread that replaces another. */
  static final long WARM_UP_MILLIS = 10_000;

  /** A thread that is ready, or getting so, to take over, and for whom. */
  private record Spare(PolicyRunner runner, List<Service> services) {}

  private final ThreadFactory threads;
  private final LongSupplier clock;
  private final Supplier<List<Service>> served;
  private final Consumer<String> abandoned;
  private final BlockingQueue<PolicyTask> queue = new LinkedBlockingQueue<>(QUEUE_MAX);

  /** Tasks that nobody has finished with: queued, running, or running beyond their answer. */
  private final AtomicInteger outstanding = new AtomicInteger();

  private Optional<PolicyRunner> runner = Optional.empty();

  /** Kept until it is needed. */
  private Optional<Spare> spare = Optional.empty();

  private PolicyTask interrupted;
  private long watchedAt;
  private long warmedMillis;

  /**
   * @param clock milliseconds from any fixed point
   * @param served whose policies a new thread must warm up before it serves
   * @param abandoned told the service's name when a thread is given up
   */
  PolicyThread(
      ThreadFactory threads,
      LongSupplier clock,
      Supplier<List<Service>> served,
      Consumer<String> abandoned) {
    this.threads = threads;
    this.clock = clock;
    this.served = served;
    this.abandoned = abandoned;
  }

  /** Queues a task; it is settled in any case. The first one starts the thread. */
  void submit(PolicyTask task) {
    if (runner.isEmpty()) {
      runner = Optional.of(runner(List.of()).serve());
    }
    long now = clock.getAsLong();
    if (!busy()) {
      watchedAt = now;
    }
    task.queued(now, warmedMillis);
    outstanding.incrementAndGet();
    if (!queue.offer(task)) {
      outstanding.decrementAndGet();
      task.fail("too many calls wait for a policy thread", "");
    }
  }

  /** Whether there is anything that {@link #watch} should look at. */
  boolean busy() {
    return outstanding.get() > 0;
  }

  /** Ends the waiting of calls whose time is over, and gives up a thread that doesn't come back. */
  void watch() {
    if (runner.isEmpty()) {
      return;
    }
    long now = clock.getAsLong();
    PolicyTask running = runner.get().running();
    if (running instanceof WarmUp) {
      warmedMillis += now - watchedAt;
    }
    watchedAt = now;
    if (running != null) {
      overrun(runner.get(), running, now - running.startedAt() - running.limitMillis());
    }
    for (PolicyTask task : queue) {
      if ((task.settled() || waitedTooLong(task, now)) && queue.remove(task)) {
        outstanding.decrementAndGet();
      }
    }
  }

  private void overrun(PolicyRunner active, PolicyTask running, long over) {
    if (over >= 0 && interrupted != running) {
      interrupted = running;
      String place = active.place();
      running.overrun(place);
      active.interrupt(running);
      if (!place.isEmpty()) {
        running.fail(running.tooSlow(), place);
      }
    }
    if (over >= TELL_MILLIS) {
      running.fail(running.tooSlow(), running.overrunAt().orElse(""));
      makeSpare();
    }
    if (over >= INTERRUPT_GRACE_MILLIS && active.abandon(running)) {
      abandoned.accept(running.service());
      runner = Optional.of(spare.orElseThrow().runner().serve());
      spare = Optional.empty();
    }
  }

  /** No further calls; a function that runs is interrupted and its answer forgotten. */
  void stop() {
    queue.clear();
    runner.ifPresent(PolicyRunner::stop);
    spare.ifPresent(made -> made.runner().stop());
  }

  @SuppressWarnings("ReferenceEquality") // equal tables may have other functions behind them
  private void makeSpare() {
    List<Service> services = served.get();
    if (spare.isPresent()) {
      if (spare.get().services() == services) {
        return;
      }
      // Policies were changed: what it has made ready is out of date.
      spare.get().runner().stop();
    }
    List<WarmUp> warmUps =
        services.stream()
            .filter(service -> service.policy().asks())
            .map(service -> new WarmUp(service, WARM_UP_MILLIS))
            .toList();
    spare = Optional.of(new Spare(runner(warmUps), services));
  }

  private PolicyRunner runner(List<WarmUp> warmUps) {
    return new PolicyRunner(threads, clock, warmUps, queue, outstanding::decrementAndGet).start();
  }

  private boolean waitedTooLong(PolicyTask task, long now) {
    long patience = task.limitMillis() + WAIT_BEYOND_LIMIT_MILLIS;
    if (task.waited(now, warmedMillis) < patience) {
      return false;
    }
    task.fail("waited " + patience + " ms for a policy thread", "");
    return true;
  }
}
