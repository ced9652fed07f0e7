package io.postern.python;

import io.postern.imap.Argument;
import io.postern.policy.FunctionRef;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads actions: the bare constant, a tuple of one, or a tuple that begins with the constant
 * (spec/policy-semantics.md, sections 4 to 6).
 */
final class Actions {
  private static final String TEXT = "a text";

  private final Optional<Function<String, FunctionRef>> functions;

  private Actions(Optional<Function<String, FunctionRef>> functions) {
    this.functions = functions;
  }

  /** Those of a table, where functions may stand. */
  static Actions ofTable(Function<String, FunctionRef> functions) {
    return new Actions(Optional.of(functions));
  }

  /** Those that a function returns: never another call, but a rewrite by arguments. */
  static Actions ofFunction() {
    return new Actions(Optional.empty());
  }

  Read<RequestAction> request(PythonValue value) {
    List<PythonValue> items = items(value);
    if (items.isEmpty()
        || !(items.getFirst() instanceof PythonValue.Constant(PythonConstant constant))) {
      return wrong(value, "an action IMAP_REQ_*");
    }
    List<PythonValue> rest = items.subList(1, items.size());
    return switch (constant) {
      case IMAP_REQ_ACCEPT -> alone(constant, rest, RequestAction.ACCEPT);
      case IMAP_REQ_DROP -> alone(constant, rest, RequestAction.DROP);
      case IMAP_REQ_REJECT -> withText(constant, rest, RequestAction.Reject::new);
      case IMAP_REQ_ABORT -> withText(constant, rest, RequestAction.Abort::new);
      case IMAP_REQ_POLICY -> call(constant, rest, RequestAction.Call::new);
      case IMAP_REQ_REWRITE -> rewrite(constant, rest);
      case IMAP_REQ_RESPOND -> respond(constant, rest);
      default -> wrong(items.getFirst(), "an action IMAP_REQ_*");
    };
  }

  Read<ResponseAction> response(PythonValue value) {
    List<PythonValue> items = items(value);
    if (items.isEmpty()
        || !(items.getFirst() instanceof PythonValue.Constant(PythonConstant constant))) {
      return wrong(value, "an action IMAP_RSP_*");
    }
    List<PythonValue> rest = items.subList(1, items.size());
    return switch (constant) {
      case IMAP_REQ_ACCEPT, IMAP_RSP_ACCEPT -> alone(constant, rest, ResponseAction.ACCEPT);
      case IMAP_REQ_DROP, IMAP_RSP_DROP -> alone(constant, rest, ResponseAction.DROP);
      case IMAP_REQ_REJECT, IMAP_RSP_REJECT -> withText(constant, rest, ResponseAction.Reject::new);
      case IMAP_REQ_ABORT, IMAP_RSP_ABORT -> withText(constant, rest, ResponseAction.Abort::new);
      case IMAP_REQ_POLICY, IMAP_RSP_POLICY -> call(constant, rest, ResponseAction.Call::new);
      case IMAP_REQ_REWRITE, IMAP_RSP_REWRITE -> text(constant, rest, ResponseAction.Rewrite::new);
      default -> wrong(items.getFirst(), "an action IMAP_RSP_*");
    };
  }

  /** Whether a capability is accepted. */
  Read<Boolean> capability(PythonValue value) {
    List<PythonValue> items = items(value);
    if (items.size() == 1
        && items.getFirst() instanceof PythonValue.Constant(PythonConstant constant)) {
      if (constant == PythonConstant.IMAP_CAP_ACCEPT) {
        return new Read.Sound<>(true);
      }
      if (constant == PythonConstant.IMAP_CAP_DROP) {
        return new Read.Sound<>(false);
      }
    }
    return wrong(items.size() == 1 ? items.getFirst() : value, "IMAP_CAP_ACCEPT or IMAP_CAP_DROP");
  }

  private static List<PythonValue> items(PythonValue value) {
    return value instanceof PythonValue.Items(List<PythonValue> items) ? items : List.of(value);
  }

  private <A> Read<A> alone(PythonConstant constant, List<PythonValue> rest, A action) {
    return rest.isEmpty()
        ? new Read.Sound<>(action)
        : wrong(rest.getFirst(), "nothing behind " + constant);
  }

  private <A> Read<A> withText(
      PythonConstant constant, List<PythonValue> rest, Function<Optional<String>, A> action) {
    if (rest.isEmpty()) {
      return new Read.Sound<>(action.apply(Optional.empty()));
    }
    if (rest.size() == 1 && rest.getFirst() instanceof PythonValue.Text(String text)) {
      return new Read.Sound<>(action.apply(Optional.of(text)));
    }
    return wrong(
        rest.size() == 1 ? rest.getFirst() : rest.get(1), "a text or nothing behind " + constant);
  }

  private <A> Read<A> call(
      PythonConstant constant, List<PythonValue> rest, Function<FunctionRef, A> action) {
    if (functions.isEmpty()) {
      return wrong(new PythonValue.Constant(constant), "an action other than another call");
    }
    if (rest.size() == 1 && rest.getFirst() instanceof PythonValue.Function(String name)) {
      return new Read.Sound<>(action.apply(functions.get().apply(name)));
    }
    return rest.isEmpty()
        ? missing(constant, "a function, as in (" + constant + ", self.select)")
        : wrong(
            rest.size() == 1 ? rest.getFirst() : rest.get(1), "one function behind " + constant);
  }

  /** A string behind the default action, which is ACCEPT and may be left out. */
  private <A> Read<A> text(
      PythonConstant constant, List<PythonValue> rest, Function<String, A> action) {
    if (!rest.isEmpty() && rest.getFirst() instanceof PythonValue.Constant(PythonConstant then)) {
      if (!then.name().endsWith("_ACCEPT") || then == PythonConstant.IMAP_CAP_ACCEPT) {
        return wrong(
            rest.getFirst(), "IMAP_REQ_ACCEPT, the only default action behind " + constant);
      }
      return text(constant, rest.subList(1, rest.size()), action, TEXT);
    }
    return text(constant, rest, action, "IMAP_REQ_ACCEPT or " + TEXT);
  }

  private <A> Read<A> text(
      PythonConstant constant,
      List<PythonValue> rest,
      Function<String, A> action,
      String expected) {
    if (rest.isEmpty()) {
      return missing(constant, expected);
    }
    if (rest.size() == 1 && rest.getFirst() instanceof PythonValue.Text(String text)) {
      return new Read.Sound<>(action.apply(text));
    }
    return wrong(rest.size() == 1 ? rest.getFirst() : rest.get(1), expected + " as the last item");
  }

  private Read<RequestAction> rewrite(PythonConstant constant, List<PythonValue> rest) {
    boolean form = rest.size() == 2 && rest.getFirst() instanceof PythonValue.Text;
    if (form
        && functions.isEmpty()
        && rest.getFirst() instanceof PythonValue.Text(String command)) {
      return switch (Arguments.read(rest.get(1))) {
        case Read.Sound<List<Argument>>(List<Argument> arguments) ->
            new Read.Sound<>(new RequestAction.RewriteForm(command, arguments));
        case Read.Wrong<List<Argument>>(String message) -> new Read.Wrong<>(message);
      };
    }
    return text(constant, rest, RequestAction.Rewrite::new);
  }

  private Read<RequestAction> respond(PythonConstant constant, List<PythonValue> rest) {
    if (rest.isEmpty()) {
      return missing(constant, "a string, as in (" + constant + ", \"OK done\")");
    }
    if (!(rest.getFirst() instanceof PythonValue.Text(String status))) {
      return wrong(rest.getFirst(), "a string, \"OK done\"");
    }
    if (rest.size() == 1) {
      return new Read.Sound<>(new RequestAction.Respond(status, List.of()));
    }
    if (rest.size() > 2) {
      return wrong(rest.get(2), "the untagged lines in one tuple, as in (\"[IMAP4rev1]\", )");
    }
    if (!(rest.get(1) instanceof PythonValue.Items(List<PythonValue> lines))) {
      return wrong(rest.get(1), "a tuple of untagged lines, as in (\"[IMAP4rev1]\", )");
    }
    List<String> untagged = new ArrayList<>();
    for (PythonValue line : lines) {
      if (!(line instanceof PythonValue.Text(String text))) {
        return wrong(line, "an untagged line");
      }
      untagged.add(text);
    }
    return new Read.Sound<>(new RequestAction.Respond(status, untagged));
  }

  private <A> Read<A> missing(PythonConstant constant, String expected) {
    return new Read.Wrong<>("found " + constant + " alone, expected " + expected + " behind it");
  }

  private <A> Read<A> wrong(PythonValue found, String expected) {
    if (found instanceof PythonValue.Function(String name)) {
      return new Read.Wrong<>(
          "found " + found + ", expected " + expected + ", as in (IMAP_REQ_POLICY, " + name + ")");
    }
    return new Read.Wrong<>("found " + shown(found) + ", expected " + expected);
  }

  /** What an administrator wrote is shown; what a function returned may be of a peer's making. */
  private String shown(PythonValue found) {
    return functions.isPresent() ? found.toString() : found.kind();
  }
}
