package io.postern.session;

import io.postern.imap.CommandName;
import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.wire.CommandArguments;
import java.util.Optional;

/** What a policy function is asked about a command, and what it has answered. */
final class Inquiry {
  final Received received;
  final FunctionRef function;
  final Call call;
  private Optional<Answer> answer = Optional.empty();

  private Inquiry(Received received, FunctionRef function, Call call) {
    this.received = received;
    this.function = function;
    this.call = call;
  }

  /** As the session stands. */
  static Inquiry of(Received received, FunctionRef function, Conversation talk) {
    CommandName name = received.command().commandName();
    return new Inquiry(
        received,
        function,
        new Call(
            received.tag().text(),
            name.text(),
            CommandArguments.of(received.command()),
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
