package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Limits;
import io.postern.imap.Octets;
import io.postern.imap.Owner;
import io.postern.imap.ResponseType;
import io.postern.imap.Tag;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import io.postern.wire.CommandArguments;
import io.postern.wire.CommandParser;
import io.postern.wire.Reply;
import io.postern.wire.Syntax;
import java.util.Optional;

/**
 * What of a verdict can be done with a command at all (spec sections 4, 6 and 9). A table was
 * checked at load; what a function returns is checked here, whether its policy is in force or only
 * observed.
 */
final class Feasible {
  static final String NO_COMMAND = "the rewritten request isn't a command";
  static final String NO_REWRITE = "REWRITE isn't possible here";
  static final String NO_RESPONSE = "the answer isn't a response";
  static final String NO_DROP = "DROP isn't possible here";
  static final String DROP_OF_TAGGED = "DROP of a tagged response";
  static final String DROP_OF_GREETING = "DROP of a greeting";
  static final String REWRITE_OF_CODE = "REWRITE of a code";
  static final String REWRITE_OF_DATA = "REWRITE of data";
  static final String NO_FUNCTION = "a function can't name a function";

  private Feasible() {}

  /** What is wrong with a state that a function set as imap_state_new. */
  static Optional<String> fault(ConnectionState newState) {
    return switch (newState) {
      case INITIAL, AUTHENTICATING -> Optional.of("imap_state_new can't be " + newState);
      case QUIT, NONAUTH, AUTH, SELECTED -> Optional.empty();
    };
  }

  /** What is wrong with a verdict; nothing if it can be done. */
  static Optional<String> fault(Command command, Tag tag, RequestAction action, Limits limits) {
    return switch (action) {
      case RequestAction.Accept accept -> Optional.empty();
      case RequestAction.Reject reject -> Optional.empty();
      case RequestAction.Abort abort -> Optional.empty();
      case RequestAction.Drop drop ->
          droppable(command.commandName()) ? Optional.empty() : Optional.of(NO_DROP);
      case RequestAction.Rewrite rewrite -> fault(command, rewritten(rewrite, limits));
      case RequestAction.RewriteForm rewrite -> fault(command, rewritten(rewrite, command));
      case RequestAction.Respond respond ->
          lines(tag, command.commandName(), respond).isPresent()
              ? Optional.empty()
              : Optional.of(NO_RESPONSE);
      case RequestAction.Call call -> Optional.of(NO_FUNCTION);
    };
  }

  private static Optional<String> fault(Command command, CommandParser.Result result) {
    return result instanceof CommandParser.Parsed parsed
        ? fault(command, parsed.command())
        : Optional.of(NO_COMMAND);
  }

  /** What is wrong with sending another command in place of one. */
  static Optional<String> fault(Command command, Command sent) {
    boolean sameMessage = command instanceof Command.Append == sent instanceof Command.Append;
    return sameMessage && rewritable(command.commandName()) && rewritable(sent.commandName())
        ? Optional.empty()
        : Optional.of(NO_REWRITE);
  }

  /** As at load: the administrator's text means the same whether UTF-8 is on or not. */
  static CommandParser.Result rewritten(RequestAction.Rewrite rewrite, Limits limits) {
    return new CommandParser(limits).parseUntagged(rewrite.request(), Syntax.STRICT);
  }

  static CommandParser.Result rewritten(RequestAction.RewriteForm rewrite, Command command) {
    return CommandArguments.command(rewrite.command(), rewrite.arguments(), Optional.of(command));
  }

  /** What the client would hear. */
  static Optional<Octets> lines(Tag tag, CommandName name, RequestAction.Respond respond) {
    return Reply.lines(tag.text(), name.base().text(), respond.status(), respond.untagged());
  }

  private static boolean rewritable(CommandName name) {
    return droppable(name);
  }

  /** Whether its exchange can be done without: these have one of their own. */
  static boolean droppable(CommandName name) {
    return name != CommandName.STARTTLS
        && name != CommandName.AUTHENTICATE
        && name != CommandName.IDLE;
  }

  /**
   * What is wrong with a function's verdict on a response.
   *
   * @param code whether it is a response code that was judged
   * @param status whether the response has a text
   */
  static Optional<String> fault(
      ResponseAction action, ObservedResponse of, boolean code, boolean status) {
    return switch (action) {
      case ResponseAction.Accept accept -> Optional.empty();
      case ResponseAction.Reject reject -> Optional.empty();
      case ResponseAction.Abort abort -> Optional.empty();
      case ResponseAction.Drop drop -> {
        if (code) {
          yield Optional.empty();
        }
        if (of.type() == ResponseType.TAGGED) {
          yield Optional.of(DROP_OF_TAGGED);
        }
        yield of.owner() == Owner.GREETING ? Optional.of(DROP_OF_GREETING) : Optional.empty();
      }
      case ResponseAction.Rewrite rewrite -> {
        if (code) {
          yield Optional.of(REWRITE_OF_CODE);
        }
        yield status ? Optional.empty() : Optional.of(REWRITE_OF_DATA);
      }
      case ResponseAction.Call call -> Optional.of(NO_FUNCTION);
    };
  }
}
