package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.RequestAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that were asked ahead: they run behind another in the same go, if that lets them. */
class PolicyTogetherTest {
  private static final long LIMIT = 1_000;
  private static final Answer ACCEPT =
      new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.AUTH);
  private static final Answer DROP =
      new Answer.ForRequest(RequestAction.DROP, ConnectionState.AUTH);
  private static final Answer UNASKED = new Answer.Unasked();

  private final AtomicLong clock = new AtomicLong(5_000);
  private final PolicyThreads threads = new PolicyThreads(clock::get);
  private final PolicyThread thread = threads.thread();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void end() {
    over.set(true);
    thread.stop();
  }

  @Test
  void theyRunInTheirOrderOnOneThreadAndAreOneInTheQueue() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    thread.submit(
        call(
            () -> {
              running.countDown();
              release.await();
              return ACCEPT;
            }));
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    List<String> ran = new ArrayList<>();
    // All but one place of the queue is taken, the first call runs.
    for (int i = 1; i < PolicyThread.QUEUE_MAX; i++) {
      thread.submit(call(() -> ACCEPT));
    }
    thread.submit(together(noting(ran, "1"), noting(ran, "2"), noting(ran, "3")));
    release.countDown();
    for (int i = 0; i < PolicyThread.QUEUE_MAX + 3; i++) {
      assertThat(next()).isEqualTo(ACCEPT);
    }
    assertThat(ran).containsExactly("1", "2", "3");
    idle();
  }

  @Test
  void behindAnAnswerThatDoesNotLetThemNoneIsCalled() {
    AtomicBoolean called = new AtomicBoolean();
    thread.submit(together(() -> ACCEPT, () -> DROP, () -> calling(called), () -> calling(called)));
    assertThat(next()).isEqualTo(ACCEPT);
    assertThat(next()).isEqualTo(DROP);
    assertThat(next()).isEqualTo(UNASKED);
    assertThat(next()).isEqualTo(UNASKED);
    assertThat(called).isFalse();
    idle();
  }

  @Test
  void behindAFailureNoneIsCalled() {
    AtomicBoolean called = new AtomicBoolean();
    thread.submit(
        together(
            () -> {
              throw new IllegalStateException();
            },
            () -> calling(called)));
    assertThat(next()).isInstanceOf(Answer.Failed.class);
    assertThat(next()).isEqualTo(UNASKED);
    assertThat(called).isFalse();
    idle();
  }

  /** So that a session's neighbours don't wait for all that it has sent in one go. */
  @Test
  void theyGoOnForSoLongOnly() {
    AtomicBoolean called = new AtomicBoolean();
    thread.submit(
        together(
            () -> after(1), () -> after(PolicyRunner.TOGETHER_MILLIS - 1), () -> calling(called)));
    assertThat(next()).isEqualTo(ACCEPT);
    assertThat(next()).isEqualTo(ACCEPT);
    assertThat(next()).isEqualTo(UNASKED);
    assertThat(called).isFalse();
    idle();
  }

  @Test
  void eachHasTheWholeLimitAndARunawayIsItsOwn() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicBoolean called = new AtomicBoolean();
    thread.submit(
        together(
            () -> ACCEPT,
            () -> {
              running.countDown();
              while (!over.get()) {
                Thread.onSpinWait();
              }
              return ACCEPT;
            },
            () -> calling(called)));
    assertThat(next()).isEqualTo(ACCEPT);
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    clock.addAndGet(LIMIT - 1);
    thread.watch();
    assertThat(answers).isEmpty();
    clock.addAndGet(1);
    thread.watch();
    assertThat(((Answer.Failed) next()).cause()).isEqualTo("took longer than 1000 ms");
    clock.addAndGet(PolicyThread.INTERRUPT_GRACE_MILLIS);
    thread.watch();
    assertThat(threads.abandoned()).isEqualTo(1);
    thread.submit(call(() -> ACCEPT));
    assertThat(next()).isEqualTo(ACCEPT);
    over.set(true);
    idle();
    assertThat(called).isFalse();
  }

  @Test
  void aRunawayThatHearsTheInterruptLetsNobodyRunBehindIt() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicBoolean called = new AtomicBoolean();
    thread.submit(
        together(
            () -> {
              running.countDown();
              new CountDownLatch(1).await();
              return ACCEPT;
            },
            () -> calling(called)));
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    clock.addAndGet(LIMIT);
    thread.watch();
    assertThat(next()).isInstanceOf(Answer.Failed.class);
    assertThat(next()).isEqualTo(UNASKED);
    assertThat(called).isFalse();
    idle();
    assertThat(threads.abandoned()).isZero();
  }

  @Test
  void whatWasCancelledMeanwhileIsNotCalled() {
    AtomicBoolean called = new AtomicBoolean();
    PolicyCall second = call(() -> calling(called));
    PolicyCall third = call(() -> calling(called));
    PolicyCall first =
        call(
            () -> {
              second.cancel();
              third.cancel();
              return ACCEPT;
            });
    first.before(second);
    second.before(third);
    thread.submit(first);
    assertThat(next()).isEqualTo(ACCEPT);
    idle();
    assertThat(called).isFalse();
    assertThat(answers).isEmpty();
  }

  private Answer after(long millis) {
    clock.addAndGet(millis);
    return ACCEPT;
  }

  private static Answer calling(AtomicBoolean called) {
    called.set(true);
    return ACCEPT;
  }

  private static Code noting(List<String> ran, String name) {
    return () -> {
      ran.add(name);
      return ACCEPT;
    };
  }

  /** Nothing is counted as under way any more. */
  private void idle() {
    Loopback.eventually("idle", () -> !thread.busy());
  }

  private PolicyCall together(Code... codes) {
    List<PolicyCall> calls = Arrays.stream(codes).map(this::call).toList();
    for (int i = 1; i < calls.size(); i++) {
      calls.get(i - 1).before(calls.get(i));
    }
    return calls.getFirst();
  }

  /** What a function does. */
  @FunctionalInterface
  private interface Code extends PolicyCall.Body {
    @Override
    default boolean lets(Answer answer) {
      return answer.equals(ACCEPT);
    }
  }

  private PolicyCall call(PolicyCall.Body body) {
    return new PolicyCall("s", body, LIMIT, Runnable::run, answers::add);
  }

  private Answer next() {
    try {
      Answer next = answers.poll(10, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
