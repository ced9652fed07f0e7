package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.RequestAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyThreadTest {
  private static final Answer ACCEPT =
      new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.AUTH);
  private static final long LIMIT = 1_000;

  private final AtomicLong clock = new AtomicLong(5_000);
  private final PolicyThreads threads = new PolicyThreads(clock::get);
  private final PolicyThread thread = threads.thread();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  /** Ends what spins or waits, whatever became of the test. */
  private final AtomicBoolean testOver = new AtomicBoolean();

  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() {
    testOver.set(true);
    release.countDown();
    thread.stop();
  }

  @Test
  void anAnswerComesBackByTheLoop() {
    BlockingQueue<Runnable> loop = new ArrayBlockingQueue<>(1);
    thread.submit(new PolicyCall("s", () -> ACCEPT, LIMIT, loop::add, answers::add));
    Runnable task = next(loop);
    assertThat(answers).isEmpty();
    task.run();
    assertThat(answers).containsExactly(ACCEPT);
  }

  @Test
  void callsRunOneAfterTheOtherOnOneThread() {
    List<Thread> seen = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      thread.submit(
          call(
              () -> {
                seen.add(Thread.currentThread());
                return ACCEPT;
              }));
    }
    for (int i = 0; i < 10; i++) {
      assertThat(next(answers)).isEqualTo(ACCEPT);
    }
    assertThat(seen).hasSize(10);
    assertThat(seen.stream().distinct()).hasSize(1);
    assertThat(seen.getFirst().isDaemon()).isTrue();
    assertThat(seen.getFirst().isVirtual()).isFalse();
  }

  @Test
  void whatAFunctionThrowsIsFailureWithThePolicysPlace() {
    thread.submit(
        call(
            () -> {
              throw new IllegalStateException("a1 LOGIN joe secret");
            }));
    Answer.Failed failed = (Answer.Failed) next(answers);
    assertThat(failed.cause()).isEqualTo("threw java.lang.IllegalStateException");
    assertThat(failed.place()).matches("PolicyThreadTest\\.java:[0-9]+");
  }

  @Test
  void errorsAreFailuresTooAndTheThreadLives() {
    thread.submit(
        call(
            () -> {
              throw new StackOverflowError();
            }));
    assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    thread.submit(call(() -> ACCEPT));
    assertThat(next(answers)).isEqualTo(ACCEPT);
  }

  @Test
  void aFullQueueFailsAtOnce() throws InterruptedException {
    thread.submit(call(this::waitForRelease));
    awaitRunning();
    for (int i = 0; i < PolicyThread.QUEUE_MAX; i++) {
      thread.submit(call(() -> ACCEPT));
    }
    assertThat(answers).isEmpty();
    thread.submit(call(() -> ACCEPT));
    assertThat(next(answers))
        .isEqualTo(new Answer.Failed("too many calls wait for a policy thread", ""));
    release.countDown();
    for (int i = 0; i < PolicyThread.QUEUE_MAX + 1; i++) {
      assertThat(next(answers)).isEqualTo(ACCEPT);
    }
  }

  @Test
  void beforeTheLimitNothingHappens() throws InterruptedException {
    thread.submit(call(this::waitForRelease));
    awaitRunning();
    clock.addAndGet(LIMIT - 1);
    thread.watch();
    assertThat(answers).isEmpty();
    release.countDown();
    assertThat(next(answers)).isEqualTo(ACCEPT);
  }

  @Test
  void atTheLimitTheSessionIsAnsweredAndTheFunctionInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    thread.submit(
        call(
            () -> {
              started.countDown();
              try {
                release.await();
              } catch (InterruptedException noticed) {
                interrupted.countDown();
              }
              return ACCEPT;
            }));
    awaitRunning();
    clock.addAndGet(LIMIT);
    thread.watch();
    Answer.Failed failed = (Answer.Failed) next(answers);
    assertThat(failed.cause()).isEqualTo("took longer than 1000 ms");
    assertThat(failed.place()).matches("PolicyThreadTest\\.java:[0-9]+");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    thread.submit(call(() -> ACCEPT));
    assertThat(next(answers)).isEqualTo(ACCEPT);
    clock.addAndGet(10_000);
    thread.watch();
    assertThat(threads.abandoned()).isZero();
    assertThat(answers).isEmpty();
  }

  @Test
  void anInterruptIsNotInheritedByTheNextCall() throws InterruptedException {
    thread.submit(
        call(
            () -> {
              started.countDown();
              while (!Thread.currentThread().isInterrupted() && !testOver.get()) {
                Thread.onSpinWait();
              }
              return ACCEPT;
            }));
    BlockingQueue<Boolean> flag = new ArrayBlockingQueue<>(1);
    thread.submit(
        call(
            () -> {
              flag.add(Thread.currentThread().isInterrupted());
              return ACCEPT;
            }));
    awaitRunning();
    clock.addAndGet(LIMIT);
    thread.watch();
    assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    assertThat(next(answers)).isEqualTo(ACCEPT);
    assertThat(next(flag)).isFalse();
  }

  @Test
  void aRunawayIsGivenUpAndReplaced() throws InterruptedException {
    thread.submit(call(this::spin));
    awaitRunning();
    clock.addAndGet(LIMIT);
    thread.watch();
    assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    thread.submit(call(() -> ACCEPT));
    clock.addAndGet(PolicyThread.INTERRUPT_GRACE_MILLIS - 1);
    thread.watch();
    assertThat(threads.abandoned()).isZero();
    clock.addAndGet(1);
    thread.watch();
    assertThat(threads.abandoned()).isEqualTo(1);
    // The neighbour waited for less than its patience, and is served by the new thread.
    assertThat(next(answers)).isEqualTo(ACCEPT);
  }

  @Test
  void aRunawayThatComesBackTakesNoFurtherCall() throws InterruptedException {
    Thread[] runaway = new Thread[1];
    thread.submit(
        call(
            () -> {
              runaway[0] = Thread.currentThread();
              return spin();
            }));
    awaitRunning();
    clock.addAndGet(LIMIT + PolicyThread.INTERRUPT_GRACE_MILLIS);
    thread.watch();
    assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    assertThat(threads.abandoned()).isEqualTo(1);
    testOver.set(true);
    runaway[0].join(10_000);
    assertThat(runaway[0].isAlive()).isFalse();
    thread.submit(call(() -> ACCEPT));
    assertThat(next(answers)).isEqualTo(ACCEPT);
    assertThat(answers).isEmpty();
  }

  @Test
  void waitingIsBoundedToo() throws InterruptedException {
    thread.submit(call(this::spin));
    awaitRunning();
    thread.submit(call(() -> ACCEPT, 100_000));
    thread.submit(call(() -> ACCEPT, 500));
    clock.addAndGet(500 + PolicyThread.WAIT_BEYOND_LIMIT_MILLIS - 1 - LIMIT);
    thread.watch();
    assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    assertThat(threads.abandoned()).isZero();
  }

  @Test
  void whoWaitedTooLongIsTold() throws InterruptedException {
    thread.submit(new PolicyCall("s", this::spin, 1_000_000, Runnable::run, answers::add));
    awaitRunning();
    thread.submit(call(() -> ACCEPT, 500));
    clock.addAndGet(500 + PolicyThread.WAIT_BEYOND_LIMIT_MILLIS - 1);
    thread.watch();
    assertThat(answers).isEmpty();
    clock.addAndGet(1);
    thread.watch();
    assertThat(next(answers))
        .isEqualTo(new Answer.Failed("waited 2500 ms for a policy thread", ""));
  }

  @Test
  void aCancelledCallNeverRuns() throws InterruptedException {
    thread.submit(call(this::waitForRelease));
    awaitRunning();
    AtomicBoolean ran = new AtomicBoolean();
    PolicyCall cancelled =
        call(
            () -> {
              ran.set(true);
              return ACCEPT;
            });
    thread.submit(cancelled);
    cancelled.cancel();
    thread.submit(call(() -> ACCEPT));
    release.countDown();
    assertThat(next(answers)).isEqualTo(ACCEPT);
    assertThat(next(answers)).isEqualTo(ACCEPT);
    assertThat(ran).isFalse();
    assertThat(answers).isEmpty();
  }

  @Test
  void afterFourRunawaysTheServiceIsExhaustedAndOthersAreNot() {
    for (int i = 0; i < PolicyThreads.ABANDONED_MAX; i++) {
      assertThat(threads.exhausted("s")).isFalse();
      CountDownLatch running = new CountDownLatch(1);
      thread.submit(
          call(
              () -> {
                running.countDown();
                return spin();
              }));
      await(running);
      clock.addAndGet(LIMIT + PolicyThread.INTERRUPT_GRACE_MILLIS);
      thread.watch();
      assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    }
    assertThat(threads.exhausted("s")).isTrue();
    assertThat(threads.exhausted("t")).isFalse();
    assertThat(threads.abandoned()).isEqualTo(4);
  }

  @Test
  void nothingIsWatchedWhereNothingRuns() throws InterruptedException {
    assertThat(thread.busy()).isFalse();
    thread.submit(call(this::waitForRelease));
    assertThat(thread.busy()).isTrue();
    awaitRunning();
    release.countDown();
    next(answers);
    while (thread.busy()) {
      Thread.onSpinWait();
    }
    thread.watch();
    assertThat(thread.busy()).isFalse();
  }

  @Test
  void anInterruptThatTakesItsTimeHoldsNobodyUpAndHitsNoOtherCall() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean over = new AtomicBoolean();
    thread.submit(
        call(
            new PolicyCall.Body() {
              @Override
              public Answer run() {
                started.countDown();
                PolicyThreadTest.await(asked);
                return ACCEPT;
              }

              @Override
              public void interrupt() {
                asked.countDown();
                PolicyThreadTest.await(mayEnd);
                over.set(true);
              }
            }));
    BlockingQueue<Boolean> seen = new ArrayBlockingQueue<>(1);
    thread.submit(
        call(
            () -> {
              seen.add(over.get());
              return ACCEPT;
            }));
    awaitRunning();
    clock.addAndGet(LIMIT);
    thread.watch();
    assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    assertThat(seen).isEmpty();
    mayEnd.countDown();
    assertThat(next(seen)).isTrue();
    assertThat(next(answers)).isEqualTo(ACCEPT);
  }

  @Test
  void aWarmUpRunsOnThePolicyThreadBeforeWhatWasSubmittedLater() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    WarmUp warmUp =
        new WarmUp(Warmed.service("s", () -> order.add(Thread.currentThread().getName())), LIMIT);
    thread.submit(warmUp);
    thread.submit(
        call(
            () -> {
              order.add(Thread.currentThread().getName());
              return ACCEPT;
            }));
    warmUp.outcome().get(10, TimeUnit.SECONDS);
    assertThat(next(answers)).isEqualTo(ACCEPT);
    assertThat(order).hasSize(2);
    assertThat(order.get(0)).isEqualTo(order.get(1)).startsWith("postern-policy-");
  }

  @Test
  void theTimeOfAWarmUpDoesNotCountAgainstThoseWhoWait() {
    WarmUp warmUp =
        new WarmUp(
            Warmed.service(
                "s",
                () -> {
                  started.countDown();
                  PolicyThreadTest.await(release);
                }),
            60_000);
    thread.submit(warmUp);
    awaitRunning();
    thread.submit(call(() -> ACCEPT, 500));
    for (int second = 0; second < 50; second++) {
      clock.addAndGet(1_000);
      thread.watch();
    }
    assertThat(answers).isEmpty();
    release.countDown();
    assertThat(next(answers)).isEqualTo(ACCEPT);
  }

  @Test
  void aWarmUpThatDoesNotEndFailsAndCostsAThread() {
    WarmUp warmUp = new WarmUp(Warmed.service("s", this::spin), LIMIT);
    thread.submit(warmUp);
    awaitRunning();
    clock.addAndGet(LIMIT + PolicyThread.INTERRUPT_GRACE_MILLIS);
    thread.watch();
    assertThat(warmUp.outcome().exceptionNow())
        .hasMessageStartingWith("service s: its policy can't be made ready: took longer than 1000");
    assertThat(threads.abandoned()).isEqualTo(1);
    thread.submit(call(() -> ACCEPT));
    assertThat(next(answers)).isEqualTo(ACCEPT);
  }

  @Test
  void aThreadThatTakesAnothersPlaceIsWarmBeforeItServes() {
    BlockingQueue<Thread> warmed = new LinkedBlockingQueue<>();
    threads.serve(
        List.of(
            Warmed.service("s", () -> warmed.add(Thread.currentThread())),
            Warmed.service("t", () -> warmed.add(Thread.currentThread())),
            Warmed.withoutFunctions("u")));
    BlockingQueue<Thread> served = new LinkedBlockingQueue<>();
    thread.submit(call(this::spin));
    thread.submit(
        call(
            () -> {
              served.add(Thread.currentThread());
              return ACCEPT;
            }));
    awaitRunning();
    clock.addAndGet(LIMIT);
    thread.watch();
    assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    // A function that hasn't noticed its interrupt will hardly do: the next thread gets ready.
    clock.addAndGet(PolicyThread.TELL_MILLIS);
    thread.watch();
    Thread spare = next(warmed);
    assertThat(next(warmed)).isSameAs(spare);
    assertThat(served).isEmpty();
    clock.addAndGet(PolicyThread.INTERRUPT_GRACE_MILLIS - PolicyThread.TELL_MILLIS);
    thread.watch();
    assertThat(next(answers)).isEqualTo(ACCEPT);
    assertThat(next(served)).isSameAs(spare);
    assertThat(warmed).isEmpty();
  }

  @Test
  void aSpareThreadIsKeptForTheNextRunawayUnlessPoliciesHaveChanged() {
    AtomicInteger old = new AtomicInteger();
    AtomicInteger changed = new AtomicInteger();
    threads.serve(List.of(Warmed.service("s", old::incrementAndGet)));
    runawayThatComesBack();
    runawayThatComesBack();
    Loopback.eventually("one spare", () -> old.get() == 1);
    threads.serve(List.of(Warmed.service("s", changed::incrementAndGet)));
    runawayThatComesBack();
    Loopback.eventually("another spare", () -> changed.get() == 1);
    assertThat(old).hasValue(1);
    assertThat(threads.abandoned()).isZero();
  }

  @Test
  void aNewThreadServesAlsoWhereAPolicyFailsToGetReady() {
    threads.serve(
        List.of(
            Warmed.service(
                "s",
                () -> {
                  throw new IllegalStateException("no memory");
                })));
    thread.submit(call(this::spin));
    awaitRunning();
    clock.addAndGet(LIMIT + PolicyThread.INTERRUPT_GRACE_MILLIS);
    thread.watch();
    assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    thread.submit(call(() -> ACCEPT));
    assertThat(next(answers)).isEqualTo(ACCEPT);
  }

  /** Too slow for the moment in which it could tell its place, but not for its thread. */
  private void runawayThatComesBack() {
    CountDownLatch running = new CountDownLatch(1);
    AtomicBoolean comeBack = new AtomicBoolean();
    thread.submit(
        call(
            () -> {
              running.countDown();
              while (!comeBack.get() && !testOver.get()) {
                Thread.onSpinWait();
              }
              return ACCEPT;
            }));
    await(running);
    clock.addAndGet(LIMIT + PolicyThread.TELL_MILLIS);
    thread.watch();
    assertThat(next(answers)).isInstanceOf(Answer.Failed.class);
    comeBack.set(true);
    Loopback.eventually("back", () -> !thread.busy());
  }

  private final CountDownLatch started = new CountDownLatch(1);

  private Answer waitForRelease() throws InterruptedException {
    started.countDown();
    release.await();
    return ACCEPT;
  }

  private Answer spin() {
    started.countDown();
    while (!testOver.get()) {
      Thread.onSpinWait();
    }
    return ACCEPT;
  }

  private void awaitRunning() {
    await(started);
  }

  private PolicyCall call(PolicyCall.Body body) {
    return call(body, LIMIT);
  }

  private PolicyCall call(PolicyCall.Body body, long limit) {
    return new PolicyCall("s", body, limit, Runnable::run, answers::add);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static <T> T next(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(10, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
