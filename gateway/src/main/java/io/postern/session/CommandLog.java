package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.Tag;
import io.postern.policy.Policy;
import io.postern.policy.RuleRef;
import java.util.Optional;

/** Tells what was decided about commands. */
final class CommandLog {
  private final Conversation talk;

  CommandLog(Conversation talk) {
    this.talk = talk;
  }

  /** By a rule; the ways of its look-ups are told with it. */
  Judged judged(CommandName name, String action, RuleRef where) {
    return judged(name, talk.policy, action, where);
  }

  Judged judged(CommandName name, Policy policy, String action, RuleRef where) {
    return talk.capabilities.dropped(name, policy)
        ? Judged.byRule(action, where, ServerCapabilities.droppedTrail(name, policy))
            .because(ServerCapabilities.DROPPED)
        : Judged.byRule(action, where, policy.requestTrail(name));
  }

  void tell(Received received, String action, RuleRef where) {
    tell(received, judged(received.command().commandName(), action, where));
  }

  void tell(Received received, Judged judged) {
    tell(
        Optional.of(received.tag()),
        received.command().commandName().text(),
        Optional.of(received.command()),
        judged,
        received.decision());
  }

  /**
   * Tells of a command of which not everything is known.
   *
   * @param name empty if the command is unknown
   */
  void tell(
      Optional<Tag> tag, String name, Optional<Command> command, Judged judged, long decision) {
    talk.decisions.tell(
        false,
        decision,
        talk.states.shown(),
        tag.map(Tag::text).orElse(""),
        name,
        command.map(Redacted::arguments).orElse(""),
        judged);
  }
}
