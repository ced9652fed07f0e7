package io.postern.session;

import io.postern.imap.Argument;
import io.postern.imap.Command;
import io.postern.wire.CommandArguments;
import java.util.List;

/**
 * Arguments as they may stand in a log: printable ASCII, cut, no credentials: by type, never by
 * pattern (threats T40).
 */
final class Redacted {
  private Redacted() {}

  static String arguments(Command command) {
    return switch (command) {
      case Command.Login login -> quoted(login.user().text()) + " ***";
      case Command.Authenticate authenticate -> authenticate.mechanism() + " ***";
      case Command.InAnyState other -> of(CommandArguments.of(other));
      case Command.StartTls other -> "";
      case Command.Authenticated other -> of(CommandArguments.of(other));
      case Command.Selected other -> of(CommandArguments.of(other));
    };
  }

  static String of(List<Argument> arguments) {
    StringBuilder made = new StringBuilder();
    items(arguments, " ", made);
    return cut(made);
  }

  private static void items(List<Argument> arguments, String between, StringBuilder made) {
    for (int i = 0; i < arguments.size() && made.length() <= Decisions.ARGUMENTS_MAX; i++) {
      if (i > 0) {
        made.append(between);
      }
      one(arguments.get(i), made);
    }
  }

  private static void one(Argument argument, StringBuilder made) {
    switch (argument) {
      case Argument.Number number -> made.append(number.text());
      case Argument.Range range ->
          made.append(star(range.first())).append(':').append(star(range.last()));
      case Argument.Text text ->
          made.append(text.text().isEmpty() ? "\"\"" : printable(text.text()));
      case Argument.Commas commas -> items(commas.items(), ",", made);
      case Argument.Brackets brackets -> {
        made.append('[');
        items(brackets.items(), " ", made);
        made.append(']');
      }
      case Argument.Parens parens -> {
        made.append('(');
        items(parens.items(), " ", made);
        made.append(')');
      }
      case Argument.Mark mark -> made.append(mark == Argument.Mark.NIL ? "NIL" : "<LITERAL>");
    }
  }

  private static String star(long number) {
    return number < 0 ? "*" : Long.toString(number);
  }

  private static String quoted(String text) {
    return '"' + cut(new StringBuilder(printable(text))) + '"';
  }

  /** Everything outside 0x20 to 0x7E, and the backslash, becomes a \\u escape. */
  static String printable(String text) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < text.length() && made.length() <= Decisions.ARGUMENTS_MAX; i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c <= 0x7E && c != '\\') {
        made.append(c);
      } else {
        made.append("\\u").append(Character.forDigit(c >> 12, 16));
        made.append(Character.forDigit(c >> 8 & 15, 16));
        made.append(Character.forDigit(c >> 4 & 15, 16));
        made.append(Character.forDigit(c & 15, 16));
      }
    }
    return made.toString();
  }

  private static String cut(StringBuilder text) {
    return text.length() <= Decisions.ARGUMENTS_MAX
        ? text.toString()
        : text.substring(0, Decisions.ARGUMENTS_MAX) + "...";
  }
}
