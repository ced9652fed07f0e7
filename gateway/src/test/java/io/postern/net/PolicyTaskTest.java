package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.PolicyFailure;
import io.postern.policy.RequestAction;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Functions of another language than Java: no frame of the stack is the policy's. By its name
 * {@link PolicyPlace} takes this class for the engine's own.
 */
class PolicyTaskTest {
  private static final long LIMIT = 1_000;

  private final AtomicLong clock = new AtomicLong();
  private final PolicyThreads threads = new PolicyThreads(clock::get);
  private final PolicyThread thread = threads.thread();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void end() {
    mayEnd.countDown();
    thread.stop();
  }

  @Test
  void anInterruptedFunctionTellsItsOwnPlace() throws InterruptedException {
    submit(
        new PolicyCall.Body() {
          @Override
          public Answer run() throws Exception {
            waitDeafly();
            throw new PolicyFailure("interrupted", "mine.py:7");
          }

          @Override
          public void interrupt() {
            mayEnd.countDown();
          }
        });
    clock.addAndGet(LIMIT);
    thread.watch();
    assertThat(next()).isEqualTo(new Answer.Failed("took longer than 1000 ms", "mine.py:7"));
    Loopback.eventually("back", () -> !thread.busy());
    assertThat(threads.abandoned()).isZero();
  }

  @Test
  void anAnswerBehindTheLimitIsTooLate() throws InterruptedException {
    submit(
        new PolicyCall.Body() {
          @Override
          public Answer run() {
            waitDeafly();
            return new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.AUTH);
          }

          @Override
          public void interrupt() {
            mayEnd.countDown();
          }
        });
    clock.addAndGet(LIMIT);
    thread.watch();
    assertThat(next()).isEqualTo(new Answer.Failed("took longer than 1000 ms", ""));
  }

  @Test
  void oneThatDoesNotTellEndsItsSessionAllTheSame() throws InterruptedException {
    submit(
        () -> {
          waitDeafly();
          throw new PolicyFailure("interrupted", "mine.py:7");
        });
    clock.addAndGet(LIMIT);
    thread.watch();
    clock.addAndGet(PolicyThread.TELL_MILLIS - 1);
    thread.watch();
    assertThat(answers).isEmpty();
    clock.addAndGet(1);
    thread.watch();
    assertThat(next()).isEqualTo(new Answer.Failed("took longer than 1000 ms", ""));
    mayEnd.countDown();
    Loopback.eventually("back", () -> !thread.busy());
    assertThat(answers).isEmpty();
    assertThat(threads.abandoned()).isZero();
  }

  private void submit(PolicyCall.Body body) throws InterruptedException {
    thread.submit(new PolicyCall("s", body, LIMIT, Runnable::run, answers::add));
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** As an engine waits that hears its own interrupt only. */
  private void waitDeafly() {
    started.countDown();
    while (mayEnd.getCount() > 0) {
      try {
        mayEnd.await();
      } catch (InterruptedException unheard) {
        Thread.onSpinWait();
      }
    }
  }

  private Answer next() throws InterruptedException {
    Answer next = answers.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }
}
