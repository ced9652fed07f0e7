package io.postern.session;

import io.postern.audit.Event;
import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.Policy;
import io.postern.policy.RuleRef;
import io.postern.policy.SessionFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A policy that is judged and not applied: the whole one of a service in {@code mode: observe}, or
 * the second one of {@code observe: FILE}. What it would have changed, compared with what is done,
 * is told with mode=observe under the number of the same message; nothing else comes of it. It can
 * only ask and tell: it holds no way to a peer, to the states or to what is pending.
 */
final class Observer {
  /**
   * Its questions that may wait at once. The policy in force has one a direction; nothing waits for
   * these, so a pipelining client could pile up any number.
   */
  static final int OPEN_MAX = 16;

  final Policy policy;
  final CommandObserver commands;
  final ResponseObserver responses;
  private final Conversation talk;
  private final int number;
  private final SessionFacts facts;
  private int open;

  Observer(Conversation talk, int number, SessionSettings.Observed observed) {
    this.talk = talk;
    this.number = number;
    this.policy = observed.policy();
    this.facts = observed.facts();
    this.commands = new CommandObserver(talk, this);
    this.responses = new ResponseObserver(talk, this);
  }

  /** Asks a function, unless too many of its answers are awaited. */
  void ask(
      FunctionRef function,
      RuleRef where,
      boolean response,
      Call call,
      long decision,
      Consumer<Answer> then) {
    if (open >= OPEN_MAX) {
      if (talk.tally.unjudged++ == 0) {
        talk.effects.event(
            new Event.Unjudged(talk.decisions.id(decision), function.name(), where.place()));
      }
      return;
    }
    open++;
    talk.questions.ask(
        number,
        function,
        response,
        call,
        decision,
        answer -> {
          open--;
          then.accept(answer);
        });
  }

  /** A rule is what failures are counted by: without a place of its own, it is the entry's. */
  void failed(FunctionRef function, Answer.Failed failed, RuleRef where, long decision) {
    failed(
        function,
        failed.cause(),
        failed.place().isEmpty() ? where.place() : failed.place(),
        decision);
  }

  void failed(FunctionRef function, String cause, String place, long decision) {
    talk.effects.event(
        new Event.PolicyFailed(
            talk.decisions.id(decision), function.name(), cause, place, Judged.OBSERVE));
  }

  /** The names that this policy drops, by the rule that drops them. */
  Map<RuleRef, List<String>> dropped(List<String> names) {
    Map<RuleRef, List<String>> dropped = new LinkedHashMap<>();
    for (String name : names) {
      if (!policy.accepts(name)) {
        dropped.computeIfAbsent(policy.capabilityRule(name), _ -> new ArrayList<>()).add(name);
      }
    }
    return dropped;
  }

  /** The session's names as they are now, with this policy's own attributes. */
  SessionFacts facts() {
    SessionFacts now = talk.facts;
    return new SessionFacts(
        now.id(),
        now.service(),
        now.clientAddress(),
        now.serverAddress(),
        now.user(),
        facts.attributes(),
        now.clientCertificate());
  }
}
