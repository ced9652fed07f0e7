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
import java.util.function.BooleanSupplier;

/**
 * Reads the client: frames, grants or swallows literals, and hands whole commands to the {@link
 * CommandDesk}. It reads on only while nothing stands in the way: no verdict, consent or barrier is
 * awaited; what comes meanwhile stays unframed (spec section 7).
 */
final class ClientSide {
  private enum Mode {
    COMMANDS,
    /** The octets of an APPEND on their way to the server, and what stands behind its literals. */
    MESSAGE,
    /** A command that was refused is read to its end. */
    SWALLOW
  }

  private final Conversation talk;
  private final Limits limits;
  private final Framer framer;
  private final CommandParser parser;
  private final Inbox inbox = new Inbox();
  private final CommandDesk desk;
  private final EarlyRefusals early;
  private final FurtherMessages further;
  private final LoginGate gate;
  private final SaslExchange sasl;
  private final IdleExchange idle;

  private Mode mode = Mode.COMMANDS;
  private Refusal swallowed = Refusal.SILENT;
  private boolean messageSwallowed;
  private Optional<Pending> message = Optional.empty();
  private BooleanSupplier ready = () -> true;
  private Runnable then = () -> {};
  private boolean waiting;
  private boolean pumping;
  private int literals;
  private int argumentOctets;
  private boolean reading = true;

  /** Whether the next command is there and waits for its time. */
  private boolean paused;

  ClientSide(Conversation talk) {
    this.talk = talk;
    this.limits = talk.limits;
    this.framer = new Framer(Framer.Side.CLIENT, limits);
    this.framer.lineMax(limits.clientLine());
    this.parser = new CommandParser(limits);
    this.desk = new CommandDesk(talk, this);
    this.early = new EarlyRefusals(talk, desk);
    this.further = new FurtherMessages(talk, this, desk);
    this.gate = new LoginGate(talk, this);
    this.sasl = new SaslExchange(talk, inbox, gate);
    this.idle = new IdleExchange(talk, inbox);
  }

  ServerDoor door() {
    return desk.door();
  }

  LoginGate gate() {
    return gate;
  }

  /** When something that waits for time alone goes on; never where nothing does. */
  long deadline() {
    return Math.min(gate.deadline(), paused ? talk.spending.deadline() : Long.MAX_VALUE);
  }

  SaslExchange sasl() {
    return sasl;
  }

  IdleExchange idle() {
    return idle;
  }

  void octets(byte[] octets, int offset, int length) {
    talk.tally.octetsFromClient += length;
    inbox.add(octets, offset, length);
    pump();
    inbox.settle();
  }

  /**
   * Goes on as far as it can: after octets, and whenever something that was awaited may have come.
   */
  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      talk.drain.run();
      while (!talk.over() && step()) {
        talk.drain.run();
      }
    } finally {
      pumping = false;
    }
    if (talk.over()) {
      inbox.clear();
      return;
    }
    boolean wanted = inbox.size() < limits.unframed() || sasl.wants(inbox.size());
    if (wanted != reading) {
      reading = wanted;
      talk.effects.readClient(wanted);
    }
  }

  /** How many of the client's next octets would go to the server as they come. */
  long passes() {
    boolean free = !waiting && inbox.size() == 0 && talk.greeted && talk.barrier.isEmpty();
    return free ? framer.streaming() : 0;
  }

  /** So many have gone there. */
  void passed(int octets) {
    talk.tally.octetsFromClient += octets;
    framer.passed(octets);
  }

  /** Nothing more of the client is read before {@code ready}; then {@code then} is run. */
  void await(BooleanSupplier ready, Runnable then) {
    this.ready = ready;
    this.then = then;
    this.waiting = true;
  }

  /**
   * Whether a client that sends no more has nothing to wait for: all that it completed has been
   * answered.
   */
  boolean spent() {
    if (waiting || paused) {
      return false;
    }
    return talk.pending.isEmpty() || mode == Mode.MESSAGE || sasl.awaitsLine() || idle.awaitsDone();
  }

  /**
   * The client was told to begin TLS: what it had sent behind its command is in clear, and an
   * attack (threats T13).
   */
  void beginTls() {
    if (inbox.size() > 0) {
      talk.clearBehindClientTls();
    } else {
      talk.clientTls.begin();
      talk.effects.secureClient();
    }
  }

  /**
   * Whether the client is between two commands, all that it began is answered, and at most an IDLE
   * is pending, of which it hasn't begun to say the end. A handshake is the second half of its
   * STARTTLS: what it is told meanwhile it must not believe, and behind it, it may.
   */
  boolean between() {
    if (waiting || mode != Mode.COMMANDS || framer.midLine() || talk.clientTls.handshakes()) {
      return false;
    }
    return talk.pending.isEmpty()
        || (talk.pending.size() == 1 && idle.awaitsDone() && inbox.size() == 0);
  }

  /** No command is in progress. */
  void rest() {
    framer.rest();
  }

  long held() {
    return inbox.size() + framer.frame().held() + talk.outbox.waitingOctets();
  }

  private boolean step() {
    paused = false;
    if (waiting) {
      if (!ready.getAsBoolean()) {
        return false;
      }
      waiting = false;
      then.run();
      return true;
    }
    if (!talk.greeted || inbox.size() == 0) {
      return false;
    }
    if (talk.barrier.isPresent()) {
      return sasl.step() || idle.step();
    }
    if (mode == Mode.COMMANDS && !framer.midLine()) {
      if (talk.draining) {
        return false;
      }
      if (talk.outbox.waitingOctets() > limits.unframed()) {
        return false;
      }
      Late late = idle.late();
      if (late == Late.NOTHING) {
        late = sasl.late();
      }
      if (late != Late.NOTHING) {
        return late == Late.SWALLOWED;
      }
      if (!talk.outbox.inFlight() && talk.spending.spent()) {
        return false;
      }
      paused = !talk.spending.command();
      if (paused) {
        return false;
      }
    }
    return read();
  }

  private boolean read() {
    Framer.Event event = framer.read(inbox.array(), inbox.start(), inbox.end());
    int from = inbox.start();
    inbox.consume(framer.consumed());
    if (event != Framer.Event.CHUNK && tooLongBeforeLogin()) {
      talk.violatedByClient(
          new Violation(Violation.Kind.LINE_TOO_LONG, limits.clientLineBeforeLogin()));
      return false;
    }
    switch (event) {
      case MORE -> {}
      case LINE -> line();
      case LITERAL -> literal();
      case CHUNK -> talk.effects.toServer(inbox.array(), from, framer.consumed());
      case VIOLATION -> talk.violatedByClient(framer.violation());
    }
    return event != Framer.Event.MORE;
  }

  /**
   * Before login a line has its own bound; AUTHENTICATE with its initial response has that of SASL
   * lines.
   */
  private boolean tooLongBeforeLogin() {
    return !talk.states.authenticated()
        && framer.frame().length() - argumentOctets > limits.clientLineBeforeLogin()
        && parser
            .head(framer.frame())
            .name()
            .filter(name -> name == CommandName.AUTHENTICATE)
            .isEmpty();
  }

  private void line() {
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

  private void literal() {
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

  private void nextCommand() {
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
    await(
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
      door().sendNext(pending, next);
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
