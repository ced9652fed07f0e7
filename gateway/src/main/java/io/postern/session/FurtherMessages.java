package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.policy.RequestAction;
import io.postern.policy.Rule;
import io.postern.policy.RuleRef;
import java.util.Optional;

/** Judges each further message of an APPEND (RFC 3502). */
final class FurtherMessages {
  private final Conversation talk;
  private final CommandReading command;
  private final CommandDesk desk;
  private final CommandLog log;

  FurtherMessages(Conversation talk, CommandReading command, CommandDesk desk) {
    this.talk = talk;
    this.command = command;
    this.desk = desk;
    this.log = new CommandLog(talk);
  }

  /**
   * A further message of an APPEND in progress: anything but ACCEPT ends the session (spec section
   * 6).
   */
  void receive(Pending pending, Command.AppendMessage next) {
    long decision = talk.decisions.next();
    Rule<RequestAction> rule = talk.policy.request(CommandName.APPEND);
    Command.Append whole = new Command.Append(((Command.Append) pending.command).mailbox(), next);
    if (!(rule.action() instanceof RequestAction.Call)) {
      talk.observers.next(pending, whole, decision, rule.action());
    }
    switch (rule.action()) {
      case RequestAction.Call call -> {
        desk.questions()
            .askAlone(
                new Received(pending.clientTag, whole, Optional.empty(), decision),
                call.function(),
                rule.where(),
                (action, _) -> {
                  talk.observers.next(pending, whole, decision, action);
                  if (action instanceof RequestAction.Accept) {
                    command.goesOn(pending, next);
                  } else {
                    abort(pending, whole, Optional.empty(), rule.where(), decision);
                  }
                });
      }
      case RequestAction.Accept accept -> command.goesOn(pending, next);
      // What became an APPEND by a rewrite was accepted behind it.
      case RequestAction.Rewrite rewrite -> command.goesOn(pending, next);
      case RequestAction.RewriteForm rewrite -> command.goesOn(pending, next);
      case RequestAction.Reject reject ->
          abort(pending, whole, reject.text(), rule.where(), decision);
      case RequestAction.Drop drop ->
          abort(pending, whole, Optional.empty(), rule.where(), decision);
      case RequestAction.Abort abort -> abort(pending, whole, abort.text(), rule.where(), decision);
      case RequestAction.Respond respond ->
          abort(pending, whole, Optional.empty(), rule.where(), decision);
    }
  }

  private void abort(
      Pending pending, Command.Append whole, Optional<String> text, RuleRef where, long decision) {
    log.tell(
        Optional.of(pending.clientTag),
        CommandName.APPEND.text(),
        Optional.of(whole),
        log.judged(CommandName.APPEND, "abort", where)
            .saying(text.orElse(""))
            .because("a further message"),
        decision);
    talk.abort(text, decision);
  }
}
