package io.postern.net;

import io.postern.policy.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Answers of policy functions on their way to one session's loop. The first wakes the loop; those
 * that are there when it comes are handed over together, so that what they bring about leaves
 * together. Nothing waits for those behind it.
 */
final class AnswerBox {
  /** An answer and the number of its question. */
  record Answered(long number, Answer answer) {}

  private final Executor loop;
  private final Consumer<List<Answered>> receiver;
  private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();

  /** {@code receiver}: on the loop, with the answers in the order of their coming. */
  AnswerBox(Executor loop, Consumer<List<Answered>> receiver) {
    this.loop = loop;
    this.receiver = receiver;
  }

  /**
   * An answer has come; any thread.
   *
   * @throws RejectedExecutionException the loop has stopped, and the session with it
   */
  void put(long number, Answer answer) {
    answers.add(new Answered(number, answer));
    if (called.compareAndSet(false, true)) {
      loop.execute(this::empty);
    }
  }

  private void empty() {
    // Before the look: what comes behind it calls again.
    called.set(false);
    List<Answered> there = new ArrayList<>();
    for (Answered each = answers.poll(); each != null; each = answers.poll()) {
      there.add(each);
    }
    if (!there.isEmpty()) {
      receiver.accept(there);
    }
  }
}
