package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.Tag;
import io.postern.policy.RuleRef;
import java.util.Optional;

/** Tells what was decided about commands. */
final class CommandLog {
  private final Conversation talk;

  CommandLog(Conversation talk) {
    this.talk = talk;
  }

  void tell(Received received, String action, RuleRef where, String reason) {
    tell(
        Optional.of(received.tag()),
        received.command().commandName().text(),
        Optional.of(received.command()),
        action,
        where,
        reason,
        received.decision());
  }

  /**
   * Tells of a command of which not everything is known.
   *
   * @param name empty if the command is unknown
   */
  void tell(
      Optional<Tag> tag,
      String name,
      Optional<Command> command,
      String action,
      RuleRef where,
      String reason,
      long decision) {
    talk.decisions.tell(
        false,
        decision,
        talk.states.shown(),
        tag.map(Tag::text).orElse(""),
        name,
        command.map(Redacted::arguments).orElse(""),
        action,
        where,
        reason);
  }
}
