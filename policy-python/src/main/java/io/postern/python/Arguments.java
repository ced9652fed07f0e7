package io.postern.python;

import io.postern.imap.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tradition's tuples back to arguments: what a function returns to be encoded. */
final class Arguments {
  static final String LITERAL = "<LITERAL>";

  private Arguments() {}

  static Read<List<Argument>> read(PythonValue value) {
    return value instanceof PythonValue.Items(List<PythonValue> items)
        ? list(items)
        : new Read.Wrong<>("found " + value.kind() + ", expected a tuple of arguments");
  }

  private static Read<List<Argument>> list(List<PythonValue> values) {
    List<Argument> arguments = new ArrayList<>();
    for (PythonValue each : values) {
      switch (argument(each)) {
        case Read.Sound<Argument>(Argument argument) -> arguments.add(argument);
        case Read.Wrong<Argument>(String message) -> {
          return new Read.Wrong<>(message);
        }
      }
    }
    return new Read.Sound<>(arguments);
  }

  private static Read<Argument> argument(PythonValue value) {
    return switch (value) {
      case PythonValue.Text(String text) ->
          new Read.Sound<>(text.equals(LITERAL) ? Argument.Mark.LITERAL : new Argument.Text(text));
      case PythonValue.None none -> new Read.Sound<>(Argument.Mark.NIL);
      case PythonValue.Items(List<PythonValue> items) -> items(value, items);
      case PythonValue.Whole whole -> wrong(value);
      case PythonValue.Constant constant -> wrong(value);
      case PythonValue.Function function -> wrong(value);
      case PythonValue.Other other -> wrong(value);
    };
  }

  private static Read<Argument> items(PythonValue value, List<PythonValue> items) {
    if (items.size() == 2
        && items.get(0) instanceof PythonValue.Whole(long first)
        && items.get(1) instanceof PythonValue.Whole(long last)) {
      return new Read.Sound<>(new Argument.Range(first, last));
    }
    if (items.size() == 2
        && items.get(0) instanceof PythonValue.Whole(long number)
        && items.get(1) instanceof PythonValue.Text(String text)) {
      // The encoder writes one of the two: which one must not matter.
      return text.equals(number == -1 ? "*" : Long.toString(number))
          ? new Read.Sound<>(new Argument.Number(number, text))
          : new Read.Wrong<>("found the number " + number + " with another text");
    }
    return items.isEmpty() || !(items.getFirst() instanceof PythonValue.Text(String head))
        ? wrong(value)
        : switch (list(items.subList(1, items.size()))) {
          case Read.Wrong<List<Argument>>(String message) -> new Read.Wrong<>(message);
          case Read.Sound<List<Argument>>(List<Argument> inside) ->
              headed(head, inside)
                  .<Read<Argument>>map(Read.Sound::new)
                  .orElseGet(() -> wrong(value));
        };
  }

  private static Optional<Argument> headed(String head, List<Argument> inside) {
    return switch (head) {
      case "(" -> Optional.of(new Argument.Parens(inside));
      case "[" -> Optional.of(new Argument.Brackets(inside));
      // A set of one isn't wrapped; who has taken items out of a set needn't think of that.
      case "," ->
          inside.size() == 1
              ? Optional.of(inside.getFirst())
              : inside.isEmpty() ? Optional.empty() : Optional.of(new Argument.Commas(inside));
      default -> Optional.empty();
    };
  }

  private static Read<Argument> wrong(PythonValue value) {
    return new Read.Wrong<>(
        "found "
            + value.kind()
            + " among the arguments, expected a str, None, (int, str), (int, int) or a tuple that"
            + " begins with \",\", \"[\" or \"(\"");
  }
}
