package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Tag;
import io.postern.imap.Violation;
import io.postern.policy.RuleRef;
import io.postern.wire.CommandParser;
import java.util.Optional;

/**
 * Writes the gateway's refusals of commands, counts and tells them, and remembers what they mean
 * for the session.
 */
final class Refusals {
  private final Conversation talk;
  private final CommandLog log;

  Refusals(Conversation talk, CommandLog log) {
    this.talk = talk;
    this.log = log;
  }

  /** A line that the grammar refuses. */
  Refusal malformed(CommandParser.Malformed malformed) {
    boolean unknown = malformed.name().isEmpty() && malformed.tag().isPresent();
    return bad(malformed.tag(), unknown ? Texts.UNKNOWN_COMMAND : malformed.reason());
  }

  /** A well-framed line that is answered BAD, before it was received as a command. */
  Refusal bad(Optional<Tag> tag, String reason) {
    talk.tally.commands++;
    return bad(tag, Optional.empty(), reason, talk.decisions.next());
  }

  /** A command that is answered BAD: its state, its tag, a saved result that isn't there. */
  Refusal bad(Received received, String reason) {
    return bad(
        Optional.of(received.tag()), Optional.of(received.command()), reason, received.decision());
  }

  /** Too many of them end the session (design decision 8). */
  private Refusal bad(Optional<Tag> tag, Optional<Command> command, String reason, long decision) {
    talk.refused(command.map(Command::commandName));
    boolean in = talk.states.authenticated();
    if (++talk.tally.bad > (in ? talk.limits.badAfterLogin() : talk.limits.badBeforeLogin())) {
      talk.violatedByClient(new Violation(Violation.Kind.TOO_MANY_ERRORS, -1));
    } else {
      String name = command.map(known -> known.commandName().text()).orElse("");
      // What stands before no known command may be anything, a SASL line that came too late too.
      Optional<Tag> told = reason.equals(Texts.UNKNOWN_COMMAND) ? Optional.empty() : tag;
      log.tell(told, name, command, Judged.byEngine("bad", reason), decision);
    }
    return Refusal.with(tag.map(Tag::text).orElse("*") + " BAD " + reason);
  }

  /**
   * A tagged NO by policy, with NOPERM once authenticated unless the text brings its own code.
   *
   * @param command absent where it is refused before its arguments are known
   */
  Refusal denied(
      Tag tag,
      CommandName name,
      Optional<Command> command,
      Optional<String> text,
      RuleRef where,
      long decision) {
    String said = text.orElse(Texts.denied(name));
    if (talk.states.authenticated() && !said.startsWith("[")) {
      said = Texts.NOPERM + said;
    }
    log.tell(
        Optional.of(tag),
        name.text(),
        command,
        log.judged(name, "reject", where).saying(said),
        decision);
    talk.refused(Optional.of(name));
    remember(name, command);
    return Refusal.with(tag.text() + " NO " + said + talk.decisions.suffix(decision));
  }

  /** A NO of the engine: a mechanism, a login in clear, a message over its bound. */
  Refusal engineNo(Received received, String text) {
    log.tell(received, Judged.byEngine("reject", text).saying(text));
    talk.refused(Optional.of(received.command().commandName()));
    remember(received.command().commandName(), Optional.of(received.command()));
    return Refusal.with(
        received.tag().text() + " NO " + text + talk.decisions.suffix(received.decision()));
  }

  /** The same at a literal, before the arguments are known. */
  Refusal engineNo(Tag tag, CommandName name, String text) {
    long decision = talk.decisions.next();
    log.tell(
        Optional.of(tag),
        name.text(),
        Optional.empty(),
        Judged.byEngine("reject", text).saying(text),
        decision);
    talk.refused(Optional.of(name));
    return Refusal.with(tag.text() + " NO " + text + talk.decisions.suffix(decision));
  }

  /**
   * What a refusal means for the client's picture: no mailbox is selected, nothing is saved (spec
   * sections 7 and 9).
   */
  void remember(CommandName name, Optional<Command> command) {
    boolean select = name == CommandName.SELECT || name == CommandName.EXAMINE;
    if (select && talk.states.client().authenticated()) {
      talk.states.client(ConnectionState.AUTH);
    }
    if (command.isPresent()) {
      unsaved(command.get());
    } else if (name.base() == CommandName.SEARCH) {
      // Refused at a literal, it isn't known whether it would have saved: "$" isn't trusted either.
      talk.savedResultInvalid = true;
    }
  }

  /** A SEARCH whose result the server was never asked to save: "$" would be another one. */
  void unsaved(Command command) {
    if (command instanceof Command.Search search && search.saves()) {
      talk.savedResultInvalid = true;
    }
  }
}
