package io.postern.net;

import io.postern.policy.Answer;
import io.postern.policy.PolicyFailure;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.Question;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One call of a policy function, from the queue to its answer. Whoever comes first settles it: the
 * function, the time limit, or the end of the session; the others are ignored.
 */
final class PolicyCall {
  /** What is run: a test puts its own code here. */
  interface Body {
    Answer run() throws Exception;
  }

  private final String service;
  private final Body body;
  private final long limitMillis;
  private final Executor loop;
  private final Consumer<Answer> receiver;
  private final AtomicBoolean settled = new AtomicBoolean();
  private long queuedAt;
  private volatile long startedAt;

  /**
   * @param service whose policy it is
   * @param limitMillis for the call itself, from its start
   * @param loop where the answer is received
   */
  PolicyCall(
      String service, Body body, long limitMillis, Executor loop, Consumer<Answer> receiver) {
    this.service = service;
    this.body = body;
    this.limitMillis = limitMillis;
    this.loop = loop;
    this.receiver = receiver;
  }

  /** The call that answers a session's question. */
  static Body of(Question question, PolicyFunctions functions) {
    return question.response()
        ? () -> response(question, functions)
        : () -> request(question, functions);
  }

  String service() {
    return service;
  }

  void queued(long now) {
    queuedAt = now;
  }

  long queuedAt() {
    return queuedAt;
  }

  void started(long now) {
    startedAt = now;
  }

  long startedAt() {
    return startedAt;
  }

  long limitMillis() {
    return limitMillis;
  }

  boolean settled() {
    return settled.get();
  }

  /** The session is over: no answer is wanted. */
  void cancel() {
    settled.set(true);
  }

  /** Runs the function on this thread and settles the call. What it throws is its answer. */
  void run() {
    Answer answer;
    try {
      answer = body.run();
    } catch (PolicyFailure told) {
      answer = new Answer.Failed(told.getMessage(), told.place());
    } catch (Throwable fault) {
      // All of them: a policy's stack overflow or failed class loading is the policy's fault too.
      answer =
          new Answer.Failed(
              "threw " + fault.getClass().getName(), PolicyPlace.of(fault.getStackTrace()));
    }
    settle(answer);
  }

  /** Gives the answer to the session's loop; false if there was one before. */
  boolean settle(Answer answer) {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    try {
      loop.execute(() -> receiver.accept(answer));
    } catch (RejectedExecutionException stopped) {
      // The gateway has stopped, and the session with it: nobody waits for the answer.
      return false;
    }
    return true;
  }

  private static Answer request(Question question, PolicyFunctions functions) throws Exception {
    RequestAction action = functions.request(question.function(), question.call());
    return switch (action) {
      case null -> nothing(question);
      case RequestAction.Call call -> nothing(question);
      default -> new Answer.ForRequest(action, question.call().newState());
    };
  }

  private static Answer response(Question question, PolicyFunctions functions) throws Exception {
    ResponseAction action = functions.response(question.function(), question.call());
    return switch (action) {
      case null -> nothing(question);
      case ResponseAction.Call call -> nothing(question);
      default -> new Answer.ForResponse(action, question.call().newState());
    };
  }

  private static Answer nothing(Question question) {
    return new Answer.Failed(question.function().name() + " returned no verdict", "");
  }
}
