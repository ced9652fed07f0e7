package io.postern.wire;

import io.postern.imap.Argument;
import io.postern.imap.Command;
import java.util.List;

/**
 * Between a command and the form in which policy functions see it (spec/policy-semantics.md,
 * section 6).
 */
public final class CommandArguments {
  private CommandArguments() {}

  /** The arguments of a command; message data are {@link Argument.Mark#LITERAL}. */
  public static List<Argument> of(Command command) {
    throw new UnsupportedOperationException();
  }

  /**
   * A command from a name and arguments in that form: written by the encoder, read by the parser;
   * strings are never pasted.
   */
  public static CommandParser.Result command(
      String name, List<Argument> arguments, java.util.Optional<Command> original) {
    throw new UnsupportedOperationException();
  }
}
