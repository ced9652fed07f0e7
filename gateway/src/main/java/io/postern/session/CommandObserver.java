package io.postern.session;

import io.postern.imap.CapabilityTable;
import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Tag;
import io.postern.policy.ActionWords;
import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.Policy;
import io.postern.policy.RequestAction;
import io.postern.policy.Rule;
import io.postern.policy.RuleRef;
import io.postern.wire.CommandArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an observed policy would do with commands. */
final class CommandObserver {
  private final Conversation talk;
  private final Observer observer;
  private final Policy policy;
  private final CommandLog log;

  CommandObserver(Conversation talk, Observer observer) {
    this.talk = talk;
    this.observer = observer;
    this.policy = observer.policy;
    this.log = new CommandLog(talk);
  }

  /** A command, when it is known what the policy in force does with it. */
  void command(Received received, RequestAction applied) {
    CommandName name = received.command().commandName();
    ObservedCommand of =
        new ObservedCommand(
            received.tag(), name, Optional.of(received.command()), received.decision());
    Rule<RequestAction> rule = ruleFor(name);
    if (rule.action() instanceof RequestAction.Call(FunctionRef function)) {
      ask(function, rule.where(), of, talk.states.after(name), applied);
      return;
    }
    judged(of, rule, applied);
    if (rule.action() instanceof RequestAction.Accept) {
      switch (received.command()) {
        case Command.Authenticate login -> mechanism(of, login.mechanism(), applied);
        case Command.Enable enable -> enabled(of, enable.capabilities(), applied);
        default -> {}
      }
    }
  }

  /** A command that the policy in force refuses at a literal, so that no function can be asked. */
  void head(Tag tag, CommandName name, long decision, RequestAction applied) {
    judged(new ObservedCommand(tag, name, Optional.empty(), decision), ruleFor(name), applied);
  }

  /** A further message of an APPEND. */
  void next(Pending pending, Command.Append whole, long decision, RequestAction applied) {
    CommandName name = CommandName.APPEND;
    ObservedCommand of = new ObservedCommand(pending.clientTag, name, Optional.of(whole), decision);
    Rule<RequestAction> rule = policy.request(name);
    switch (rule.action()) {
      case RequestAction.Call call ->
          ask(call.function(), rule.where(), of, talk.states.shown(), applied);
      // What it would have rewritten or answered itself was told at the first message.
      case RequestAction.Rewrite rewrite -> {}
      case RequestAction.RewriteForm rewrite -> {}
      case RequestAction.Respond respond -> {}
      case RequestAction.Accept accept -> judged(of, rule, applied);
      case RequestAction.Reject reject -> judged(of, rule, applied);
      case RequestAction.Drop drop -> judged(of, rule, applied);
      case RequestAction.Abort abort -> judged(of, rule, applied);
    }
  }

  private Rule<RequestAction> ruleFor(CommandName name) {
    return talk.capabilities.dropped(name, policy)
        ? new Rule<>(RequestAction.REJECT, ServerCapabilities.droppedBy(name, policy))
        : policy.request(name);
  }

  private void ask(
      FunctionRef function,
      RuleRef where,
      ObservedCommand of,
      ConnectionState after,
      RequestAction applied) {
    Command command = of.command().orElseThrow();
    Call call =
        new Call(
            of.tag().text(),
            of.name().text(),
            CommandArguments.of(command),
            talk.states.shown(),
            after,
            observer.facts());
    observer.ask(
        function,
        where,
        false,
        call,
        of.decision(),
        answer -> {
          switch (answer) {
            case Answer.ForRequest request when !FunctionAnswers.isSound(request.action()) ->
                observer.failed(function, FunctionAnswers.UNSOUND, where.place(), of.decision());
            case Answer.ForRequest request -> {
              Optional<String> fault =
                  request.newState() == after
                      ? Feasible.fault(command, of.tag(), request.action(), talk.limits)
                      : Feasible.fault(request.newState())
                          .or(
                              () ->
                                  Feasible.fault(command, of.tag(), request.action(), talk.limits));
              if (fault.isPresent()) {
                observer.failed(function, fault.get(), where.place(), of.decision());
              } else {
                judged(of, new Rule<>(request.action(), where), applied);
              }
            }
            case Answer.ForResponse response ->
                observer.failed(function, "answered for a response", where.place(), of.decision());
            case Answer.Unasked unasked ->
                observer.failed(function, FunctionAnswers.UNASKED, where.place(), of.decision());
            case Answer.Failed failed -> observer.failed(function, failed, where, of.decision());
          }
        });
  }

  private void judged(ObservedCommand of, Rule<RequestAction> rule, RequestAction applied) {
    if (rule.action() instanceof RequestAction.Call || same(rule.action(), applied)) {
      return;
    }
    Judged judged =
        log.judged(of.name(), policy, ActionWords.of(rule.action()), rule.where()).observed();
    boolean logout =
        of.name() == CommandName.LOGOUT
            && (rule.action() instanceof RequestAction.Reject
                || rule.action() instanceof RequestAction.Drop);
    if (logout) {
      judged = Judged.byRule("respond", rule.where(), judged.tried()).observed();
      judged = judged.because(CommandDesk.LOGOUT_STAYS);
    }
    tell(of, judged);
  }

  private void tell(ObservedCommand of, Judged judged) {
    log.tell(Optional.of(of.tag()), of.name().text(), of.command(), judged, of.decision());
  }

  /** Whether two verdicts come to the same; refusals do, whatever their texts. */
  private static boolean same(RequestAction one, RequestAction other) {
    return switch (one) {
      case RequestAction.Accept accept -> other instanceof RequestAction.Accept;
      case RequestAction.Reject reject -> other instanceof RequestAction.Reject;
      case RequestAction.Drop drop -> other instanceof RequestAction.Drop;
      case RequestAction.Abort abort -> other instanceof RequestAction.Abort;
      case RequestAction.Rewrite rewrite -> rewrite.equals(other);
      case RequestAction.RewriteForm rewrite -> rewrite.equals(other);
      case RequestAction.Respond respond -> respond.equals(other);
      case RequestAction.Call call -> false;
    };
  }

  private void mechanism(ObservedCommand of, String mechanism, RequestAction applied) {
    String capability = "AUTH=" + mechanism;
    boolean refused = talk.capabilities.passes(capability) && !policy.accepts(capability);
    if (refused && applied instanceof RequestAction.Accept) {
      tell(
          of,
          Judged.byRule(
                  "reject", policy.capabilityRule(capability), policy.capabilityTrail(capability))
              .because(capability + " is dropped")
              .observed());
    }
  }

  private void enabled(ObservedCommand of, List<String> names, RequestAction applied) {
    if (!(applied instanceof RequestAction.Accept)) {
      return;
    }
    List<String> passing = new ArrayList<>();
    for (String name : names) {
      if (CapabilityTable.enables(name) && talk.policy.accepts(name)) {
        passing.add(name);
      }
    }
    observer
        .dropped(passing)
        .forEach(
            (where, dropped) ->
                tell(
                    of,
                    Judged.byRule("drop", where, policy.capabilityTrail(dropped.getFirst()))
                        .because("would not enable " + String.join(" ", dropped))
                        .observed()));
  }
}
