package io.postern.python;

import io.postern.policy.FunctionRef;
import io.postern.policy.FunctionSource;
import io.postern.policy.Place;
import io.postern.policy.PolicyFailure;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.SessionFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.Value;

/**
 * The text of a policy file, as it was when it was loaded, and the class that is wanted of it.
 * Every context loads the same text.
 */
final class PythonSource implements FunctionSource {
  private final Text text;
  private final Optional<String> type;
  private final Shared shared;

  /** Where the functions begin. */
  private volatile Map<String, Integer> lines = Map.of();

  PythonSource(Text text, Optional<String> type) {
    this.text = text;
    this.type = type;
    this.shared = Shared.of(Path.of(text.file()));
  }

  Text text() {
    return text;
  }

  /** The entries as they were checked; the policy was compiled from them. */
  private volatile Optional<List<PythonEntry>> checked = Optional.empty();

  /** What came of loading it in a context. */
  sealed interface Loaded {}

  /**
   * It ran.
   *
   * @param open makes a session's instance
   * @param functions the names of its functions, in the order of their numbers
   * @param quirks whether it is an heir of ImapProxy
   */
  record Ready(
      Value open,
      List<PythonEntry> entries,
      List<String> functions,
      List<PythonMistake> mistakes,
      boolean quirks)
      implements Loaded {}

  /** There is no point in running it. */
  record Slips(List<PythonMistake> mistakes) implements Loaded {}

  /** The file or config() raised an exception. */
  record Raised(String what, int line) implements Loaded {}

  /** There is no class of that name, or not just one; the names of all policy classes. */
  record Classes(List<String> names) implements Loaded {}

  /** Looks at the text first, and loads it if there is nothing wrong with it. */
  Loaded check(PythonContext context) {
    Value namespace = namespace(context);
    List<PythonMistake> slips =
        PythonMistake.all(context.function("examine").execute(text.text(), text.file(), namespace));
    if (!slips.isEmpty()) {
      return new Slips(slips);
    }
    Loaded outcome = load(context, namespace);
    if (outcome instanceof Ready ready) {
      checked = Optional.of(ready.entries());
    }
    return outcome;
  }

  /** Loads a text that was checked before; the tables must come out as they did then. */
  Loaded load(PythonContext context) {
    Loaded outcome = load(context, namespace(context));
    return outcome instanceof Ready ready && !checked.equals(Optional.of(ready.entries()))
        ? new Raised("config() filled the tables otherwise than at load", 0)
        : outcome;
  }

  private Value namespace(PythonContext context) {
    List<Object> given =
        new ArrayList<>(List.of(text.file(), context.log(), new SharedDoor(shared)));
    given.addAll(PythonConstant.pairs());
    return context.function("new_policy").execute(given.toArray());
  }

  private Loaded load(PythonContext context, Value namespace) {
    Value member = context.function("member");
    Value result = member.execute(namespace, "load").execute(text.text(), type.orElse(""));
    return switch (result.getArrayElement(0).asString()) {
      case "policy" -> {
        List<String> functions = strings(result.getArrayElement(2));
        noteLines(functions, result.getArrayElement(5));
        yield new Ready(
            member.execute(namespace, "open_session"),
            PythonEntry.all(result.getArrayElement(1), text),
            functions,
            PythonMistake.all(result.getArrayElement(3)),
            result.getArrayElement(4).asBoolean());
      }
      case "classes" -> new Classes(strings(result.getArrayElement(1)));
      default -> {
        Value problem = result.getArrayElement(1);
        yield new Raised(problem.getArrayElement(1).asString(), problem.getArrayElement(2).asInt());
      }
    };
  }

  private void noteLines(List<String> functions, Value first) {
    Map<String, Integer> found = new HashMap<>();
    for (int i = 0; i < functions.size(); i++) {
      found.put(functions.get(i), first.getArrayElement(i).asInt());
    }
    lines = Map.copyOf(found);
  }

  @Override
  public String place(FunctionRef function) {
    return place(lines.getOrDefault(function.name(), 0), function.name());
  }

  private static List<String> strings(Value list) {
    List<String> found = new ArrayList<>();
    for (long i = 0; i < list.getArraySize(); i++) {
      found.add(list.getArrayElement(i).asString());
    }
    return found;
  }

  @Override
  public void warm() throws PolicyFailure {
    PythonContext here = PythonContext.here();
    here.run(this, () -> ready(here));
  }

  @Override
  public void forget() {
    shared.clear();
  }

  @Override
  public PolicyFunctions open(SessionFacts session) {
    return new PythonFunctions(this, session);
  }

  /**
   * The policy in a context that is not the one it was checked in: the same text may do otherwise.
   */
  Ready ready(PythonContext context) throws PolicyFailure {
    return switch (context.loaded(this)) {
      case Ready ready -> ready;
      case Raised(String what, int line) -> throw new PolicyFailure(what, place(line, ""));
      case Slips slips -> throw new PolicyFailure("can't be read now", place(0, ""));
      case Classes classes -> throw new PolicyFailure("has no such class now", place(0, ""));
    };
  }

  /** As logs have it: {@code mine.py:12 in select}. */
  String place(int line, String function) {
    String rule = new Place(text.file(), line, 0).rule().place();
    return function.isEmpty() ? rule : rule + " in " + function;
  }
}
