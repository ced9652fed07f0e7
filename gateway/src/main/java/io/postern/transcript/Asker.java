package io.postern.transcript;

import io.postern.policy.Answer;
import io.postern.policy.Policy;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.Question;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;

/** How a played session's questions to policy functions are answered. */
public interface Asker {
  /** On the caller's thread, for as long as it takes. */
  Asker HERE = (functions, question) -> decide(functions, question);

  /** Calls the function and waits for its answer; what it throws is an answer too. */
  Answer ask(PolicyFunctions functions, Question question);

  /** A policy is about to be played: its functions may be made ready. */
  default void ready(Policy policy) {}

  /** As a policy thread does it: what a function throws, and null, are failures. */
  static Answer decide(PolicyFunctions functions, Question question) {
    try {
      if (question.response()) {
        ResponseAction action = functions.response(question.function(), question.call());
        return action == null
            ? nothing(question)
            : new Answer.ForResponse(action, question.call().newState());
      }
      RequestAction action = functions.request(question.function(), question.call());
      return action == null
          ? nothing(question)
          : new Answer.ForRequest(action, question.call().newState());
    } catch (io.postern.policy.PolicyFailure told) {
      return new Answer.Failed(told.getMessage(), told.place());
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return new Answer.Failed("threw " + e, question.function().name());
    }
  }

  private static Answer nothing(Question question) {
    return new Answer.Failed("it returned nothing", question.function().name());
  }
}
