package io.postern.session;

import io.postern.audit.Event;
import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.Question;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The questions to policy functions that wait for their answers: to the policy in force one a
 * direction, and behind one about a command those of {@link Ahead}; to each observed one as many as
 * {@link Observer} allows.
 */
final class Questions {
  /** Lines that functions log are told up to this verbosity, the tradition's default. */
  static final int VERBOSITY = 3;

  private final Effects effects;
  private final Decisions decisions;

  /** To the policy in force about commands: they are answered in their order. */
  private final Deque<OfCommand> ofCommands = new ArrayDeque<>(1);

  private final Map<Long, Open> open = new HashMap<>();

  private record OfCommand(long number, Consumer<Answer> then) {}

  private record Open(int policy, Consumer<Answer> then) {}

  private long number;

  Questions(Effects effects, Decisions decisions) {
    this.effects = effects;
    this.decisions = decisions;
  }

  /**
   * Asks the policy in force about a command; what the function logs is the caller's to {@link
   * #tell}, when it is the command's turn.
   *
   * @param ahead see {@link Question#ahead}
   */
  void askOfCommand(FunctionRef function, boolean ahead, Call call, Consumer<Answer> then) {
    ofCommands.add(new OfCommand(++number, then));
    effects.ask(new Question(number, 0, function, false, ahead, call));
  }

  /**
   * Asks it about a response; what the function logged by then is told before its answer is acted
   * on.
   */
  void askOfResponse(FunctionRef function, Call call, long decision, Consumer<Answer> then) {
    ask(0, function, true, call, decision, then);
  }

  /** Asks the n-th observed policy: nothing waits for its answer. */
  void ask(
      int policy,
      FunctionRef function,
      boolean response,
      Call call,
      long decision,
      Consumer<Answer> then) {
    open.put(
        ++number,
        new Open(
            policy,
            answer -> {
              tell(call, decision);
              then.accept(answer);
            }));
    effects.ask(new Question(number, policy, function, response, call));
  }

  /** Tells what a function logged in a call. */
  void tell(Call call, long decision) {
    for (Call.Logged line : call.logged()) {
      if (line.level() <= VERBOSITY) {
        effects.event(
            new Event.FunctionLogged(
                decisions.id(decision), line.tag(), line.level(), line.text()));
      }
    }
  }

  /** An answer to nothing open is ignored: the session may have gone on without it. */
  void answered(long question, Answer answer) {
    if (!ofCommands.isEmpty() && ofCommands.element().number() == question) {
      ofCommands.remove().then().accept(answer);
      return;
    }
    Open waiting = open.remove(question);
    if (waiting != null) {
      waiting.then().accept(answer);
    }
  }

  /**
   * An answer behind the session's end: what an observed policy would have done is told all the
   * same, or short sessions would make a policy under trial look kinder than it is.
   */
  void answeredLate(long question, Answer answer) {
    Open waiting = open.remove(question);
    if (waiting != null && waiting.policy() > 0) {
      waiting.then().accept(answer);
    }
  }
}
