package io.postern.net;

import io.postern.policy.Answer;
import io.postern.policy.PolicyFailure;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.Question;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** One call of a policy function, from the queue to its answer. */
final class PolicyCall extends PolicyTask {
  /** What is run: a test puts its own code here. */
  interface Body {
    Answer run() throws Exception;

    /** Where the function stands in the policy, as far as known. */
    default String place() {
      return "";
    }

    /** Asks what runs to end, from another thread. */
    default void interrupt() {}

    /** Whether the call behind this one still makes sense. */
    default boolean lets(Answer answer) {
      return false;
    }
  }

  private final Body body;
  private final Executor loop;
  private final Consumer<Answer> receiver;
  private boolean lets;

  /**
   * @param service whose policy it is
   * @param limitMillis for the call itself, from its start
   * @param loop where the answer is received; it may refuse, when the gateway has stopped
   */
  PolicyCall(
      String service, Body body, long limitMillis, Executor loop, Consumer<Answer> receiver) {
    super(service, limitMillis);
    this.body = body;
    this.loop = loop;
    this.receiver = receiver;
  }

  /** The call that answers a session's question. */
  static Body of(Question question, PolicyFunctions functions) {
    return new Body() {
      @Override
      public Answer run() throws Exception {
        return question.response() ? response(question, functions) : request(question, functions);
      }

      @Override
      public String place() {
        return functions.place(question.function());
      }

      @Override
      public void interrupt() {
        functions.interrupt();
      }

      @Override
      public boolean lets(Answer answer) {
        return question.lets(answer);
      }
    };
  }

  /** What the function throws is its answer. */
  @Override
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
    if (overrunAt().isPresent()) {
      // Where an interrupted function stood, its engine knows best.
      String told = answer instanceof Answer.Failed failed ? failed.place() : "";
      fail(tooSlow(), told.isEmpty() ? overrunAt().get() : told);
    } else {
      lets = body.lets(answer);
      settle(answer);
    }
  }

  @Override
  void leave() {
    settle(new Answer.Unasked());
  }

  @Override
  boolean lets() {
    return lets;
  }

  @Override
  void fail(String cause, String place) {
    settle(new Answer.Failed(cause, place.isEmpty() ? body.place() : place));
  }

  @Override
  void stopCode() {
    body.interrupt();
  }

  private void settle(Answer answer) {
    if (!settleFirst()) {
      return;
    }
    try {
      loop.execute(() -> receiver.accept(answer));
    } catch (RejectedExecutionException stopped) {
      // The gateway has stopped, and the session with it: nobody waits for the answer.
      return;
    }
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
