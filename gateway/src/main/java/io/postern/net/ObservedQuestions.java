package io.postern.net;

import io.postern.policy.PolicyFunctions;
import io.postern.policy.Question;
import io.postern.service.Service;
import io.postern.session.SessionSettings;
import java.util.List;

/**
 * A session's open questions to policies that are only observed: as many as the session allows
 * itself, and nothing is held up by them, not even the session's end. They run on the loop's thread
 * for observed policies. Confined to the loop.
 */
final class ObservedQuestions {
  private final Service service;
  private final Loop loop;
  private final PolicyThreads threads;
  private final List<PolicyFunctions> functions;
  private final Questions.Receiver receiver;

  ObservedQuestions(
      Service service,
      Loop loop,
      PolicyThreads threads,
      List<SessionSettings.Observed> observed,
      Questions.Receiver receiver) {
    this.service = service;
    this.loop = loop;
    this.threads = threads;
    this.functions = observed.stream().map(each -> each.policy().open(each.facts())).toList();
    this.receiver = receiver;
  }

  void ask(Question question) {
    PolicyCall call =
        new PolicyCall(
            service.name(),
            PolicyCall.of(question, functions.get(question.policy() - 1)),
            service.timeouts().policyCall().toMillis(),
            loop.executor(),
            answer -> receiver.answered(question.number(), answer));
    if (threads.observedExhausted(service.name())) {
      // Not the service's new sessions are the price, as for a policy in force, but the trial.
      call.fail(
          "isn't asked any more: it has cost " + PolicyThreads.ABANDONED_MAX + " threads", "");
    } else {
      loop.submitObserved(call);
    }
  }
}
