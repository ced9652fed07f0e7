package io.postern.session;

import io.postern.imap.Argument;
import io.postern.wire.Response;
import java.util.List;

/**
 * Maps the gateway's own tags back in the arguments that a policy function sees (spec section 7).
 */
final class TagsInArguments {
  private TagsInArguments() {}

  static List<Argument> mapped(
      List<Argument> arguments, Response response, PendingCommands pending) {
    return response.tagReferences() == 0
        ? arguments
        : arguments.stream().map(argument -> mapped(argument, pending)).toList();
  }

  private static Argument mapped(Argument argument, PendingCommands pending) {
    return switch (argument) {
      // An own tag is unpredictable: a text that equals one is a reference.
      case Argument.Text text ->
          pending
              .byOwnTag(text.text())
              .<Argument>map(found -> new Argument.Text(found.clientTag.text()))
              .orElse(text);
      case Argument.Parens parens ->
          new Argument.Parens(parens.items().stream().map(item -> mapped(item, pending)).toList());
      case Argument.Brackets brackets ->
          new Argument.Brackets(
              brackets.items().stream().map(item -> mapped(item, pending)).toList());
      case Argument.Commas commas -> commas;
      case Argument.Number number -> number;
      case Argument.Range range -> range;
      case Argument.Mark mark -> mark;
    };
  }
}
