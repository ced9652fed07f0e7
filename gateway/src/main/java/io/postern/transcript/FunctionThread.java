package io.postern.transcript;

import io.postern.policy.Answer;
import io.postern.policy.Policy;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.Question;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Policy functions run on a thread of their own, with the time limit that they have in the gateway:
 * a function that spins for ever fails its transcript and not the run. Its thread is interrupted,
 * and given up if that doesn't help. Asked by one thread.
 */
public final class FunctionThread implements Asker, AutoCloseable {
  /** How long an interrupted function may take to notice; as in the gateway. */
  private static final long GRACE_MILLIS = 1_000;

  /** An engine that isn't ready by then won't be: starting Python takes seconds. */
  private static final long READY_MILLIS = 60_000;

  // A daemon: a thread that was given up must not keep the program alive.
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().name("postern-test-policy-", 0).daemon().factory();

  private final long limitMillis;
  private final Set<Policy> ready = Collections.newSetFromMap(new IdentityHashMap<>());
  private ExecutorService thread = Executors.newSingleThreadExecutor(THREADS);

  /** {@code limitMillis}: for one call, from its start. */
  public FunctionThread(long limitMillis) {
    this.limitMillis = limitMillis;
  }

  /** Its time isn't the functions'. What goes wrong here goes wrong again at the first question. */
  @Override
  public void ready(Policy policy) {
    if (!policy.asks() || !ready.add(policy)) {
      return;
    }
    Future<?> warm =
        thread.submit(
            () -> {
              policy.warm();
              return Optional.empty();
            });
    try {
      warm.get(READY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException told) {
      // The question tells it, with the function that was asked.
    } catch (TimeoutException e) {
      giveUp();
    }
  }

  @Override
  public Answer ask(PolicyFunctions functions, Question question) {
    Future<Answer> running = thread.submit(() -> Asker.decide(functions, question));
    try {
      return running.get(limitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      functions.interrupt();
      settle();
      return new Answer.Failed(
          "took longer than " + limitMillis + " ms", place(functions, question));
    } catch (ExecutionException e) {
      return new Answer.Failed("threw " + e.getCause(), question.function().name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed("the run was interrupted", question.function().name());
    }
  }

  private static String place(PolicyFunctions functions, Question question) {
    String place = functions.place(question.function());
    return place.isEmpty() ? question.function().name() : place;
  }

  /** Waits until the interrupted call is over; a thread that doesn't come back is given up. */
  private void settle() {
    try {
      thread.submit(() -> {}).get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      giveUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp() {
    thread.shutdownNow();
    thread = Executors.newSingleThreadExecutor(THREADS);
    ready.clear();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
