package io.postern.net;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A piece of work for a policy thread. Whoever comes first settles it: the policy's code, the time
 * limit, or the end of those who wanted it; the others are ignored.
 */
abstract sealed class PolicyTask permits PolicyCall, WarmUp {
  /** What is to run behind it, if it lets that. */
  private Optional<PolicyTask> next = Optional.empty();

  private final String service;
  private final long limitMillis;
  private final AtomicBoolean settled = new AtomicBoolean();
  private long queuedAt;
  private long warmedWhenQueued;
  private volatile long startedAt;

  /** Where the code was when its time was over; empty while it isn't. */
  private volatile Optional<String> overrunAt = Optional.empty();

  /** Under this task's lock: whether the code has returned, so that it can't be interrupted. */
  private boolean returned;

  /**
   * @param service whose policy it is
   * @param limitMillis for the work itself, from its start
   */
  PolicyTask(String service, long limitMillis) {
    this.service = service;
    this.limitMillis = limitMillis;
  }

  /** Runs the policy's code on this thread and settles the task; throws nothing. */
  abstract void run();

  /** Settles the task with a failure, if nobody has yet. */
  abstract void fail(String cause, String place);

  /** Settles the task, of which nothing was run, if nobody has yet. */
  abstract void leave();

  /** Whether what is to run behind it still makes sense; on the policy thread, when it has run. */
  abstract boolean lets();

  /** What ends the code from another thread, beside the interrupt of its own thread. */
  abstract void stopCode();

  /** Puts another right behind it, to be run in the same go; before it is submitted. */
  final void before(PolicyTask following) {
    next = Optional.of(following);
  }

  final Optional<PolicyTask> next() {
    return next;
  }

  final String service() {
    return service;
  }

  final long limitMillis() {
    return limitMillis;
  }

  final String tooSlow() {
    return "took longer than " + limitMillis + " ms";
  }

  /**
   * @param warmed how long the policy thread has spent on warm-ups so far, in milliseconds
   */
  final void queued(long now, long warmed) {
    queuedAt = now;
    warmedWhenQueued = warmed;
  }

  /** Milliseconds in the queue, without those of warm-ups meanwhile. */
  final long waited(long now, long warmed) {
    return now - queuedAt - (warmed - warmedWhenQueued);
  }

  final void started(long now) {
    startedAt = now;
  }

  final long startedAt() {
    return startedAt;
  }

  final boolean settled() {
    return settled.get();
  }

  /** Whether the caller is the first, and so the one whose outcome counts. */
  final boolean settleFirst() {
    return settled.compareAndSet(false, true);
  }

  /** Nobody wants the outcome any more. */
  final void cancel() {
    settled.set(true);
  }

  /** The time is over: whatever the code still says, it was too slow. */
  final void overrun(String place) {
    overrunAt = Optional.of(place);
  }

  final Optional<String> overrunAt() {
    return overrunAt;
  }

  /**
   * Asks the code to end, unless it has. Not for loops: how long {@link #stopCode} takes is up to
   * the policy's engine, and {@link #returned} waits for it.
   */
  final synchronized void interrupt(Thread running) {
    if (!returned) {
      running.interrupt();
      stopCode();
    }
  }

  /** The code has returned: from now on an interrupt would hit another task. */
  final synchronized void returned() {
    returned = true;
  }
}
