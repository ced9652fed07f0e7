package io.postern.net;

import io.postern.policy.Answer;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.Question;
import io.postern.service.Service;

/**
 * A session's open questions: to the policy in force at most one a direction; {@link
 * ObservedQuestions} has the others. Confined to the loop.
 */
final class Questions {
  /** Where answers go. */
  interface Receiver {
    void answered(long number, Answer answer);
  }

  private final Service service;
  private final Loop loop;
  private final PolicyFunctions functions;
  private final ObservedQuestions observed;
  private final Receiver receiver;
  private PolicyCall request;
  private PolicyCall response;

  /** {@code observedReceiver} has the answers of policies that are only observed. */
  Questions(Guest guest, SessionBirth birth, Receiver receiver, Receiver observedReceiver) {
    this.service = guest.service();
    this.loop = guest.loop();
    this.functions = service.policy().open(birth.facts());
    this.observed =
        new ObservedQuestions(
            service,
            loop,
            guest.hub().policyThreads(),
            birth.settings().observed(),
            observedReceiver);
    this.receiver = receiver;
  }

  void ask(Question question) {
    if (question.policy() != 0) {
      observed.ask(question);
      return;
    }
    PolicyCall call =
        new PolicyCall(
            service.name(),
            PolicyCall.of(question, functions),
            service.timeouts().policyCall().toMillis(),
            loop.executor(),
            answer -> answered(question, answer));
    if (question.response()) {
      response = call;
    } else {
      request = call;
    }
    loop.submit(call);
  }

  /** Whether a command waits for its answer. */
  boolean aboutClient() {
    return request != null;
  }

  /** Whether a response waits for its answer. */
  boolean aboutServer() {
    return response != null;
  }

  /** No answer is wanted any more; what waits is not called, what runs is still watched. */
  void cancel() {
    if (request != null) {
      request.cancel();
    }
    if (response != null) {
      response.cancel();
    }
  }

  private void answered(Question question, Answer answer) {
    if (question.response()) {
      response = null;
    } else {
      request = null;
    }
    receiver.answered(question.number(), answer);
  }
}
