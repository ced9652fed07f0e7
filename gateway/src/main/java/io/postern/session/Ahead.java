package io.postern.session;

import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Tag;
import io.postern.policy.FunctionRef;
import io.postern.policy.RequestAction;
import io.postern.policy.Rule;
import io.postern.wire.CommandParser;
import io.postern.wire.Framer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Commands that came together with one that waits for a policy function, and that functions will be
 * asked about as well: they are framed and parsed before their turn, so that all of them are asked
 * in one go (docs/decisions/0075). Judged they are at their turn, like any other.
 *
 * <p>Only what can't mean anything else by then is read: whole commands, without literals, after
 * login, that no barrier is. Reading stops at the first other one, which stays in the frame.
 */
final class Ahead {
  private final Conversation talk;
  private final Framer framer;
  private final Inbox inbox;
  private final CommandReading reading;
  private final CommandDesk desk;
  private final Deque<Inquiry> commands = new ArrayDeque<>(1);

  /** What stands in the frame, and whose turn comes behind the commands. */
  private Optional<Framer.Event> held = Optional.empty();

  /** Whose turn it is. */
  private Optional<Inquiry> current = Optional.empty();

  /** Its number. */
  private long decision;

  private long octets;

  Ahead(Conversation talk, Framer framer, Inbox inbox, CommandReading reading, CommandDesk desk) {
    this.talk = talk;
    this.framer = framer;
    this.inbox = inbox;
    this.reading = reading;
    this.desk = desk;
  }

  /** Reads the commands behind one that waits, as far as it may; in their order. */
  List<Inquiry> read(Received waiting) {
    if (!mayRead(waiting)) {
      return List.of();
    }
    while (held.isEmpty() && commands.size() < Session.ASKED_AHEAD_MAX && inbox.hasLine()) {
      Framer.Event event = framer.read(inbox.array(), inbox.start(), inbox.end());
      inbox.consume(framer.consumed());
      Optional<Inquiry> inquiry =
          event == Framer.Event.LINE
              ? reading.whole().flatMap(parsed -> inquiry(parsed, waiting.tag()))
              : Optional.empty();
      if (inquiry.isPresent()) {
        commands.add(inquiry.get());
        octets += framer.frame().length();
        reading.nextCommand();
      } else {
        held = Optional.of(event);
      }
    }
    return new ArrayList<>(commands);
  }

  private boolean mayRead(Received waiting) {
    return talk.states.authenticated()
        && talk.states.shown() != ConnectionState.INITIAL
        && !Barriers.is(waiting.command().commandName())
        && waiting.announced().isEmpty()
        && reading.begins()
        && !framer.midLine()
        && !waits()
        && !talk.draining;
  }

  /** What a function will be asked, if just that is what will become of the command. */
  private Optional<Inquiry> inquiry(CommandParser.Parsed parsed, Tag waiting) {
    CommandName name = parsed.command().commandName();
    Rule<RequestAction> rule = desk.ruleFor(name);
    boolean asked =
        rule.action() instanceof RequestAction.Call
            && !Barriers.is(name)
            // A proxy's word in it may change whom functions take the client for.
            && name != CommandName.ID
            && talk.states.allow(name)
            && !inUse(parsed.tag(), waiting);
    if (!asked) {
      return Optional.empty();
    }
    FunctionRef function = ((RequestAction.Call) rule.action()).function();
    return Optional.of(Inquiry.of(parsed.tag(), parsed.command(), function, talk));
  }

  private boolean inUse(Tag tag, Tag waiting) {
    if (tag.equals(waiting) || talk.pending.inUse(tag)) {
      return true;
    }
    for (Inquiry command : commands) {
      if (command.tag.equals(tag)) {
        return true;
      }
    }
    return false;
  }

  /** Whether anything was read that hasn't had its turn. */
  boolean waits() {
    return holds() || !commands.isEmpty();
  }

  /** Whether the frame holds something that has no turn yet. */
  boolean holds() {
    return held.isPresent();
  }

  /** The command whose turn is next; empty where there is none, or only what {@link #held} has. */
  Optional<Received> next() {
    current = Optional.ofNullable(commands.poll());
    if (commands.isEmpty()) {
      octets = 0;
    }
    return current.map(this::turn);
  }

  /** Decisions are numbered as they are made, not as they are read. */
  private Received turn(Inquiry inquiry) {
    decision = talk.decisions.next();
    return new Received(inquiry.tag, inquiry.command, Optional.empty(), decision);
  }

  /** Takes what stands in the frame; behind all commands. */
  Optional<Framer.Event> held() {
    Optional<Framer.Event> taken = held;
    held = Optional.empty();
    return taken;
  }

  /** What was asked ahead about the command whose turn it is, if it was. */
  Optional<Inquiry> asked(Received received, FunctionRef function) {
    return current.filter(
        inquiry -> received.decision() == decision && inquiry.function.equals(function));
  }

  /** The session is over. */
  void clear() {
    commands.clear();
    current = Optional.empty();
    held = Optional.empty();
    octets = 0;
  }

  /** Octets of the commands, as they were sent. */
  long heldOctets() {
    return octets;
  }
}
