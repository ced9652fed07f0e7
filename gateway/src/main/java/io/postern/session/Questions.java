package io.postern.session;

import io.postern.policy.Answer;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.Question;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The questions to policy functions that wait for their answers: at most one a direction. */
final class Questions {
  private final Effects effects;
  private final Map<Long, Consumer<Answer>> open = new HashMap<>();
  private long number;

  Questions(Effects effects) {
    this.effects = effects;
  }

  void ask(FunctionRef function, boolean response, Call call, Consumer<Answer> then) {
    open.put(++number, then);
    effects.ask(new Question(number, function, response, call));
  }

  /** An answer to nothing open is ignored: the session may have gone on without it. */
  void answered(long question, Answer answer) {
    Consumer<Answer> then = open.remove(question);
    if (then != null) {
      then.accept(answer);
    }
  }
}
