package io.postern.session;

import io.postern.imap.CommandName;
import io.postern.policy.RequestAction;
import io.postern.policy.Rule;
import io.postern.wire.CommandParser;
import java.util.Optional;
import java.util.function.Supplier;

/** Refuses commands at their first argument literal, where that is certain already. */
final class EarlyRefusals {
  private final Conversation talk;
  private final CommandDesk desk;
  private final CommandLog log;
  private final Refusals refusals;

  EarlyRefusals(Conversation talk, CommandDesk desk) {
    this.talk = talk;
    this.desk = desk;
    this.log = new CommandLog(talk);
    this.refusals = desk.refusals();
  }

  /**
   * At an argument literal: a command whose refusal is certain already isn't granted its octets
   * (spec section 4).
   */
  Optional<Refusal> refused(CommandParser.Head head) {
    if (head.tag().isEmpty()) {
      return Optional.of(refusals.bad(Optional.empty(), Texts.MISSING_TAG));
    }
    if (head.name().isEmpty()) {
      return Optional.of(refusals.bad(head.tag(), Texts.UNKNOWN_COMMAND));
    }
    CommandName name = head.name().get();
    if (!talk.states.allow(name)) {
      return Optional.of(refusals.bad(head.tag(), Texts.wrongState(name)));
    }
    if (desk.inClear(name)) {
      // Granted, it would bring the password in clear.
      return Optional.of(refusals.engineNo(head.tag().get(), name, Texts.LOGIN_IN_CLEAR));
    }
    Rule<RequestAction> rule = desk.ruleFor(name);
    // Only where the command ends here: else it is judged when its arguments are known.
    Supplier<Long> refused =
        () -> {
          long decision = talk.decisions.next();
          talk.observers.head(head.tag().get(), name, decision, rule.action());
          return decision;
        };
    return switch (rule.action()) {
      case RequestAction.Reject reject ->
          Optional.of(
              refusals.denied(
                  head.tag().get(),
                  name,
                  Optional.empty(),
                  reject.text(),
                  rule.where(),
                  refused.get()));
      case RequestAction.Drop drop -> {
        long decision = refused.get();
        log.tell(
            head.tag(),
            name.text(),
            Optional.empty(),
            log.judged(name, "drop", rule.where()),
            decision);
        talk.refused(head.name());
        refusals.remember(name, Optional.empty());
        yield Optional.of(Refusal.SILENT);
      }
      case RequestAction.Abort abort -> {
        long decision = refused.get();
        log.tell(
            head.tag(),
            name.text(),
            Optional.empty(),
            log.judged(name, "abort", rule.where()).saying(abort.text().orElse("")),
            decision);
        talk.abort(abort.text(), decision);
        yield Optional.of(Refusal.SILENT);
      }
      case RequestAction.Accept accept ->
          // Not even its octets are wanted: they would be credentials (spec section 8).
          name == CommandName.LOGIN && talk.capabilities.has("LOGINDISABLED")
              ? Optional.of(refusals.engineNo(head.tag().get(), name, Texts.LOGIN_DISABLED))
              : Optional.empty();
      case RequestAction.Call call -> Optional.empty();
      case RequestAction.Rewrite rewrite -> Optional.empty();
      case RequestAction.RewriteForm rewrite -> Optional.empty();
      case RequestAction.Respond respond -> Optional.empty();
    };
  }
}
