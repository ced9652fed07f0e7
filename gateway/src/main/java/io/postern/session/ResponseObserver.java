package io.postern.session;

import io.postern.imap.CodeName;
import io.postern.policy.ActionWords;
import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.Lookup;
import io.postern.policy.Policy;
import io.postern.policy.ResponseAction;
import io.postern.policy.Rule;
import io.postern.policy.RuleRef;
import io.postern.wire.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an observed policy would do with responses, their codes and the capabilities in them. */
final class ResponseObserver {
  private final Conversation talk;
  private final Observer observer;
  private final Policy policy;

  /** Capabilities of which it was told that they would be hidden: each list would repeat them. */
  private final Set<String> hidden = new HashSet<>();

  private int quirksTold;

  ResponseObserver(Conversation talk, Observer observer) {
    this.talk = talk;
    this.observer = observer;
    this.policy = observer.policy;
  }

  /** What the client is shown by the policy in force; each name is told once. */
  void capabilities(List<String> shown) {
    List<String> fresh = new ArrayList<>();
    for (String name : shown) {
      if (!policy.accepts(name) && hidden.add(name)) {
        fresh.add(name);
      }
    }
    observer
        .dropped(fresh)
        .forEach(
            (where, names) ->
                tell(
                    "*",
                    "CAPABILITY",
                    talk.decisions.current(),
                    Judged.byRule("drop", where, policy.capabilityTrail(names.getFirst()))
                        .because("would hide " + String.join(" ", names))));
  }

  /** A response, when it is known what the policy in force does with it. */
  void response(ObservedResponse of, Response response, ResponseAction applied) {
    quirks(of, response);
    Rule<ResponseAction> rule = policy.response(of.owner(), of.type(), response.name());
    String name = response.name().name();
    List<Lookup> tried = List.of();
    switch (rule.action()) {
      case ResponseAction.Accept accept when applied instanceof ResponseAction.Accept -> {
        return;
      }
      case ResponseAction.Call(FunctionRef function) -> {
        ask(of, name, response, function, rule.where(), applied);
        return;
      }
      default -> tried = policy.responseTrail(of.owner(), of.type(), response.name());
    }
    judged(of, of.named(name), rule, applied, tried);
  }

  /** A response code that the engine and the policy in force keep. */
  void code(ObservedResponse of, Response response) {
    String code = response.codeText();
    Rule<ResponseAction> rule = policy.code(of.owner(), of.type(), code);
    String named = of.named("[" + code + "]");
    boolean removes = removes(rule.action());
    boolean fixed = response.codeName().filter(CodeName::neverRemovable).isPresent();
    if (rule.action() instanceof ResponseAction.Call(FunctionRef function)) {
      ask(of, "[" + code + "]", response, function, rule.where(), ResponseAction.ACCEPT);
    } else if (!(removes && fixed)) {
      Rule<ResponseAction> told = removes ? new Rule<>(ResponseAction.DROP, rule.where()) : rule;
      judged(of, named, told, ResponseAction.ACCEPT, policy.codeTrail(of.owner(), of.type(), code));
    }
  }

  private void ask(
      ObservedResponse of,
      String name,
      Response response,
      FunctionRef function,
      RuleRef where,
      ResponseAction applied) {
    Call call =
        new Call(
            of.tag(),
            name,
            TagsInArguments.mapped(response.arguments(), response, talk.pending),
            talk.states.shown(),
            of.after(),
            observer.facts());
    // The response is a view of its line, which is gone when the answer comes.
    boolean code = name.startsWith("[");
    boolean status = response.name().isStatus();
    List<Lookup> tried =
        code
            ? policy.codeTrail(of.owner(), of.type(), response.codeText())
            : policy.responseTrail(of.owner(), of.type(), response.name());
    observer.ask(
        function,
        where,
        true,
        call,
        of.decision(),
        answer -> {
          switch (answer) {
            case Answer.ForResponse done when !FunctionAnswers.isSound(done.action()) ->
                observer.failed(function, FunctionAnswers.UNSOUND, where.place(), of.decision());
            case Answer.ForResponse done -> {
              Optional<String> fault =
                  Feasible.fault(done.action(), of, code, status)
                      .or(
                          () ->
                              done.newState() == of.after()
                                  ? Optional.empty()
                                  : Feasible.fault(done.newState()));
              if (fault.isPresent()) {
                observer.failed(function, fault.get(), where.place(), of.decision());
              } else {
                ResponseAction action =
                    code && removes(done.action()) ? ResponseAction.DROP : done.action();
                judged(of, of.named(name), new Rule<>(action, where), applied, tried);
              }
            }
            case Answer.ForRequest request ->
                observer.failed(function, "answered for a command", where.place(), of.decision());
            case Answer.Unasked unasked ->
                observer.failed(function, FunctionAnswers.UNASKED, where.place(), of.decision());
            case Answer.Failed failed -> observer.failed(function, failed, where, of.decision());
          }
        });
  }

  /** Of a code: what either does. */
  private static boolean removes(ResponseAction action) {
    return action instanceof ResponseAction.Reject || action instanceof ResponseAction.Drop;
  }

  private void judged(
      ObservedResponse of,
      String named,
      Rule<ResponseAction> rule,
      ResponseAction applied,
      List<Lookup> tried) {
    if (!same(rule.action(), applied)) {
      tell(
          of.tag(),
          named,
          of.decision(),
          Judged.byRule(ActionWords.of(rule.action()), rule.where(), tried));
    }
  }

  private static boolean same(ResponseAction one, ResponseAction other) {
    return switch (one) {
      case ResponseAction.Accept accept -> other instanceof ResponseAction.Accept;
      case ResponseAction.Reject reject -> other instanceof ResponseAction.Reject;
      case ResponseAction.Drop drop -> other instanceof ResponseAction.Drop;
      case ResponseAction.Abort abort -> other instanceof ResponseAction.Abort;
      case ResponseAction.Rewrite rewrite -> rewrite.equals(other);
      case ResponseAction.Call call -> false;
    };
  }

  /**
   * A policy that tolerates no quirks of servers withholds what needs them, or ends the session.
   */
  private void quirks(ObservedResponse of, Response response) {
    int fresh = policy.quirks() ? 0 : response.quirks() & ~quirksTold;
    if (fresh != 0) {
      quirksTold |= fresh;
      tell(
          of.tag(),
          of.named(response.name().name()),
          of.decision(),
          Judged.byEngine("withheld", "needs a quirk of servers that the policy doesn't tolerate"));
    }
  }

  private void tell(String tag, String message, long decision, Judged judged) {
    talk.decisions.tell(true, decision, talk.states.shown(), tag, message, "", judged.observed());
  }
}
