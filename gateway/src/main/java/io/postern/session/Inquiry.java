package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.Tag;
import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.wire.CommandArguments;
import java.util.Optional;

/** What a policy function is asked about a command, and what it has answered. */
final class Inquiry {
  final Tag tag;
  final Command command;
  final FunctionRef function;
  final Call call;
  private Optional<Answer> answer = Optional.empty();

  private Inquiry(Tag tag, Command command, FunctionRef function, Call call) {
    this.tag = tag;
    this.command = command;
    this.function = function;
    this.call = call;
  }

  /** As the session stands. */
  static Inquiry of(Tag tag, Command command, FunctionRef function, Conversation talk) {
    CommandName name = command.commandName();
    return new Inquiry(
        tag,
        command,
        function,
        new Call(
            tag.text(),
            name.text(),
            CommandArguments.of(command),
            talk.states.shown(),
            talk.states.after(name),
            talk.facts));
  }

  boolean isAnswered() {
    return answer.isPresent();
  }

  /** Empty while it is awaited. */
  Optional<Answer> answer() {
    return answer;
  }

  void answered(Answer given) {
    answer = Optional.of(given);
  }
}
