package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.Limits;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Octets;
import io.postern.imap.Violation;
import io.postern.wire.CommandParser;
import io.postern.wire.Framer;
import java.util.Optional;

/**
 * The command that is being read: grants or swallows its literals, has its message stream past, and
 * hands it to the {@link CommandDesk} as soon as it can be judged.
 */
final class CommandReading {
  private enum Mode {
    COMMANDS,
    /** The octets of an APPEND on their way to the server, and what stands behind its literals. */
    MESSAGE,
    /** A command that was refused is read to its end. */
    SWALLOW
  }

  private final Conversation talk;
  private final ClientSide client;
  private final Limits limits;
  private final Framer framer;
  private final CommandParser parser;
  private final CommandDesk desk;
  private final EarlyRefusals early;
  private final FurtherMessages further;

  private Mode mode = Mode.COMMANDS;
  private Refusal swallowed = Refusal.SILENT;
  private boolean messageSwallowed;
  private Optional<Pending> message = Optional.empty();
  private int literals;
  private int argumentOctets;

  CommandReading(Conversation talk, ClientSide client, Framer framer, CommandDesk desk) {
    this.talk = talk;
    this.client = client;
    this.limits = talk.limits;
    this.framer = framer;
    this.parser = new CommandParser(limits);
    this.desk = desk;
    this.early = new EarlyRefusals(talk, desk);
    this.further = new FurtherMessages(talk, this, desk);
  }

  /** Whether what comes next, or what has begun to come, is a command and no part of a message. */
  boolean begins() {
    return mode == Mode.COMMANDS;
  }

  /** Whether a message is on its way to the server, or what stands behind it. */
  boolean inMessage() {
    return mode == Mode.MESSAGE;
  }

  /**
   * Before login a line has its own bound; AUTHENTICATE with its initial response has that of SASL
   * lines.
   */
  boolean tooLongBeforeLogin() {
    return !talk.states.authenticated()
        && framer.frame().length() - argumentOctets > limits.clientLineBeforeLogin()
        && parser
            .head(framer.frame())
            .name()
            .filter(name -> name == CommandName.AUTHENTICATE)
            .isEmpty();
  }

  /** A line is whole. */
  void line() {
    switch (mode) {
      case COMMANDS -> {
        CommandParser.Result result = parser.parse(framer.frame(), talk.commandSyntax());
        nextCommand();
        switch (result) {
          case CommandParser.Parsed parsed ->
              desk.receive(
                  new Received(
                      parsed.tag(), parsed.command(), Optional.empty(), talk.decisions.next()));
          case CommandParser.Malformed malformed ->
              refuse(desk.refusals().malformed(malformed), false);
        }
      }
      case MESSAGE -> {
        CommandParser.Tail tail = parser.tail(framer.frame(), talk.commandSyntax());
        nextCommand();
        if (tail instanceof CommandParser.End) {
          writeToServer(Octets.ascii("\r\n"));
          messageWhole();
        } else {
          talk.violatedByClient(new Violation(Violation.Kind.COMMAND_TAIL, -1));
        }
      }
      case SWALLOW -> swallowedWhole();
    }
  }

  /** A literal is announced. */
  void literal() {
    switch (mode) {
      case COMMANDS -> {
        literals++;
        CommandParser.Head head = parser.head(framer.frame());
        if (head.role() == CommandParser.Role.MESSAGE) {
          messageHead();
        } else {
          argument(head);
        }
      }
      case MESSAGE -> nextMessage();
      case SWALLOW -> swallowLiteral();
    }
  }

  private void messageHead() {
    switch (parser.parse(framer.frame(), talk.commandSyntax())) {
      case CommandParser.Parsed parsed ->
          desk.receive(
              new Received(
                  parsed.tag(), parsed.command(), Optional.of(announced()), talk.decisions.next()));
      case CommandParser.Malformed malformed -> refuse(desk.refusals().malformed(malformed), true);
    }
  }

  private MessageLiteral announced() {
    return new MessageLiteral(
        framer.literalOctets(), framer.literalSynchronizing(), framer.literal8());
  }

  /** An argument: granted by ourselves up to its bounds, and judged with the whole command. */
  private void argument(CommandParser.Head head) {
    Optional<Refusal> refusal = early.refused(head);
    if (refusal.isPresent()) {
      refuse(refusal.get(), true);
      return;
    }
    if (framer.literal8()) {
      // Only message data may come so (spec section 10): elsewhere it is a differential (threats
      // T04).
      talk.violatedByClient(new Violation(Violation.Kind.LITERAL8_PLACE, -1));
      return;
    }
    long octets = framer.literalOctets();
    boolean tooMany = literals > limits.literals();
    if (tooMany
        || octets > argumentMax()
        || octets > limits.argumentsPerCommand() - (long) argumentOctets) {
      refuse(
          desk.refusals()
              .bad(head.tag(), tooMany ? Texts.TOO_MANY_LITERALS : Texts.ARGUMENT_TOO_LONG),
          true);
      return;
    }
    argumentOctets += (int) octets;
    if (framer.literalSynchronizing()) {
      talk.outbox.own(Texts.CONTINUE);
    }
    framer.hold();
  }

  private int argumentMax() {
    return talk.states.authenticated() ? limits.argument() : limits.argumentBeforeLogin();
  }

  /**
   * A command ends with a refusal; {@code announced}: reading stands at a literal whose octets may
   * follow.
   */
  void refuse(Refusal refusal, boolean announced) {
    if (talk.over()) {
      return;
    }
    if (!announced) {
      refusal.answer().ifPresent(talk.outbox::own);
      return;
    }
    swallowed = refusal;
    messageSwallowed = parser.head(framer.frame()).role() == CommandParser.Role.MESSAGE;
    swallowLiteral();
  }

  private void swallowLiteral() {
    mode = Mode.SWALLOW;
    boolean synchronizing = framer.literalSynchronizing();
    if (synchronizing && !swallowed.grants()) {
      // No octet of it was asked for: none will come, the command is over.
      framer.abandon();
      swallowedWhole();
      return;
    }
    long max = messageSwallowed ? limits.append() : argumentMax();
    if (framer.literalOctets() > max) {
      talk.violatedByClient(new Violation(Violation.Kind.LITERAL_SIZE, -1));
      return;
    }
    if (++literals > limits.literals() + 1) {
      talk.violatedByClient(new Violation(Violation.Kind.LITERALS_TOO_MANY, -1));
      return;
    }
    if (synchronizing) {
      talk.outbox.own(Texts.CONTINUE);
    }
    framer.swallow();
  }

  private void swallowedWhole() {
    Refusal done = swallowed;
    nextCommand();
    done.answer().ifPresent(talk.outbox::own);
    messageWhole();
  }

  /** The command that stands whole in the frame, if it is one; before its turn. */
  Optional<CommandParser.Parsed> whole() {
    return parser.parse(framer.frame(), talk.commandSyntax()) instanceof CommandParser.Parsed parsed
        ? Optional.of(parsed)
        : Optional.empty();
  }

  /** The frame is done with. */
  void nextCommand() {
    framer.next();
    mode = Mode.COMMANDS;
    swallowed = Refusal.SILENT;
    literals = 0;
    argumentOctets = 0;
  }

  /**
   * The verdict on an APPEND was ACCEPT and its head has left: its octets may follow when the
   * server has consented.
   */
  void stream(Pending pending, MessageLiteral literal) {
    message = Optional.of(pending);
    pending.clientOwes = !literal.synchronizing();
    client.await(
        () -> pending.sending != Pending.Sending.AWAITS_CONSENT || pending.refusedByServer,
        () -> consented(pending, literal));
  }

  private void consented(Pending pending, MessageLiteral literal) {
    if (!pending.refusedByServer) {
      if (literal.synchronizing()) {
        talk.outbox.own(Texts.CONTINUE);
      }
      pending.clientOwes = true;
      framer.stream();
      mode = Mode.MESSAGE;
    } else if (literal.synchronizing()) {
      // The server's NO has been passed on in place of "+": the octets will never come.
      mode = Mode.COMMANDS;
      framer.abandon();
      message = Optional.empty();
      literals = 0;
      argumentOctets = 0;
    } else {
      refuse(Refusal.SILENT, true);
      swallowed = new Refusal(Optional.empty(), false);
    }
  }

  /**
   * Behind a message literal another one is announced (RFC 3502): judged again; anything but ACCEPT
   * ends the session.
   */
  private void nextMessage() {
    CommandParser.Tail tail = parser.tail(framer.frame(), talk.commandSyntax());
    if (!(tail instanceof CommandParser.Next next) || message.isEmpty()) {
      talk.violatedByClient(new Violation(Violation.Kind.COMMAND_TAIL, -1));
      return;
    }
    Pending pending = message.get();
    if (pending.deferred.isPresent()) {
      swallowRest();
      return;
    }
    if (next.message().literal().octets() > limits.append()) {
      talk.violatedByClient(new Violation(Violation.Kind.LITERAL_SIZE, -1));
      return;
    }
    if (++literals > limits.literals()) {
      talk.violatedByClient(new Violation(Violation.Kind.LITERALS_TOO_MANY, -1));
      return;
    }
    further.receive(pending, next.message());
  }

  /**
   * The verdict on a further message is ACCEPT: it goes on, unless the server has answered while a
   * function was asked.
   */
  void goesOn(Pending pending, Command.AppendMessage next) {
    if (pending.deferred.isPresent()) {
      swallowRest();
    } else {
      desk.door().sendNext(pending, next);
    }
  }

  /**
   * The server has answered already: its line is completed, what the client still sends is
   * swallowed.
   */
  private void swallowRest() {
    writeToServer(Octets.ascii("\r\n"));
    talk.sending = Optional.empty();
    messageSwallowed = true;
    swallowed = new Refusal(Optional.empty(), false);
    swallowLiteral();
  }

  /** The last octet of a message command has been read: an answer that came early is due now. */
  private void messageWhole() {
    mode = Mode.COMMANDS;
    literals = 0;
    message.ifPresent(
        pending -> {
          pending.clientOwes = false;
          pending.sending = Pending.Sending.WHOLE;
          talk.sending = Optional.empty();
          pending.deferred.ifPresent(
              answer -> {
                talk.pending.remove(pending);
                talk.outbox.own(answer);
              });
        });
    message = Optional.empty();
  }

  private void writeToServer(Octets octets) {
    byte[] array = octets.toByteArray();
    talk.effects.toServer(array, 0, array.length);
  }
}
