package io.postern.wire;

import io.postern.imap.Argument;
import java.util.List;
import java.util.stream.Collectors;

/** For tests: arguments in the notation of spec/policy-semantics.md, section 6. */
final class Tuples {
  private Tuples() {}

  static String show(List<Argument> arguments) {
    return arguments.stream().map(Tuples::show).collect(Collectors.joining(", "));
  }

  private static String show(Argument argument) {
    return switch (argument) {
      case Argument.Number number -> "(" + number.value() + ", '" + number.text() + "')";
      case Argument.Range range -> "(" + range.first() + ", " + range.last() + ")";
      case Argument.Text text -> "'" + text.text() + "'";
      case Argument.Commas commas -> list(",", commas.items());
      case Argument.Brackets brackets -> list("[", brackets.items());
      case Argument.Parens parens -> list("(", parens.items());
      case Argument.Mark mark ->
          switch (mark) {
            case LITERAL -> "<LITERAL>";
            case NIL -> "None";
          };
    };
  }

  private static String list(String sign, List<Argument> items) {
    return items.isEmpty() ? "('" + sign + "',)" : "('" + sign + "', " + show(items) + ")";
  }
}
