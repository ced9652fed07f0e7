package io.postern.net;

import io.postern.policy.Answer;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.Question;
import io.postern.service.Service;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A session's open questions: to the policy in force one a direction, and behind one about a
 * command those that were asked ahead, which run in the same go; {@link ObservedQuestions} has the
 * others. Confined to the loop.
 */
final class Questions {
  /** Where answers go. */
  interface Receiver {
    void answered(long number, Answer answer);
  }

  /** Where the answers go that came together, in their order. */
  interface TogetherReceiver {
    void answered(List<AnswerBox.Answered> answers);
  }

  private record Open(long number, PolicyCall call) {}

  private final Service service;
  private final Loop loop;
  private final PolicyFunctions functions;
  private final ObservedQuestions observed;
  private final TogetherReceiver receiver;

  /** About commands, in their order. */
  private final Deque<Open> requests = new ArrayDeque<>(1);

  /** Made at the first question: most sessions ask none. */
  private Optional<AnswerBox> box = Optional.empty();

  private Optional<Open> response = Optional.empty();

  /** The first of the calls that are not submitted yet. */
  private Optional<PolicyCall> unsubmitted = Optional.empty();

  /** {@code observedReceiver} has the answers of policies that are only observed. */
  Questions(Guest guest, SessionBirth birth, TogetherReceiver receiver, Receiver observedReceiver) {
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

  /** Takes a question; those about commands are {@link #submit}ted together. */
  void ask(Question question) {
    if (question.policy() != 0) {
      observed.ask(question);
      return;
    }
    if (box.isEmpty()) {
      box = Optional.of(new AnswerBox(loop.executor(), this::answered));
    }
    AnswerBox to = box.get();
    PolicyCall call =
        new PolicyCall(
            service.name(),
            PolicyCall.of(question, functions),
            service.timeouts().policyCall().toMillis(),
            Runnable::run,
            answer -> to.put(question.number(), answer));
    Open open = new Open(question.number(), call);
    if (question.response()) {
      response = Optional.of(open);
      loop.submit(call);
      return;
    }
    if (!question.ahead()) {
      submit();
      unsubmitted = Optional.of(call);
    } else if (unsubmitted.isPresent()) {
      requests.getLast().call().before(call);
    } else {
      throw new IllegalStateException("asked ahead of nothing");
    }
    requests.add(open);
  }

  /** The turn ends: what was asked in it is on its way. */
  void submit() {
    unsubmitted.ifPresent(loop::submit);
    unsubmitted = Optional.empty();
  }

  /** Whether a command waits for its answer. */
  boolean aboutClient() {
    return !requests.isEmpty();
  }

  /** Whether a response waits for its answer. */
  boolean aboutServer() {
    return response.isPresent();
  }

  /** No answer is wanted any more; what waits is not called, what runs is still watched. */
  void cancel() {
    requests.forEach(open -> open.call().cancel());
    response.ifPresent(open -> open.call().cancel());
  }

  private void answered(List<AnswerBox.Answered> answers) {
    for (AnswerBox.Answered each : answers) {
      if (response.filter(open -> open.number() == each.number()).isPresent()) {
        response = Optional.empty();
      } else if (!requests.isEmpty() && requests.element().number() == each.number()) {
        requests.remove();
      } else {
        // They come in their order; one that didn't must not keep the client unread.
        requests.removeIf(open -> open.number() == each.number());
      }
    }
    receiver.answered(answers);
  }
}
