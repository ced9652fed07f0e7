package io.postern.session;

import io.postern.imap.Limits;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Violation;
import io.postern.wire.Framer;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads the client, but only while nothing stands in the way: no verdict, consent or barrier is
 * awaited; what comes meanwhile stays unframed (spec section 7). What is framed goes to {@link
 * CommandReading}.
 */
final class ClientSide {
  private final Conversation talk;
  private final Limits limits;
  private final Framer framer;
  private final Inbox inbox = new Inbox();
  private final CommandDesk desk;
  private final CommandReading command;
  private final Ahead ahead;
  private final LoginGate gate;
  private final SaslExchange sasl;
  private final IdleExchange idle;

  private BooleanSupplier ready = () -> true;
  private Runnable then = () -> {};
  private boolean waiting;
  private boolean pumping;
  private boolean reading = true;

  /** Whether the next command is there and waits for its time. */
  private boolean paused;

  ClientSide(Conversation talk) {
    this.talk = talk;
    this.limits = talk.limits;
    this.framer = new Framer(Framer.Side.CLIENT, limits);
    this.framer.lineMax(limits.clientLine());
    this.desk = new CommandDesk(talk, this);
    this.command = new CommandReading(talk, this, framer, desk);
    this.ahead = new Ahead(talk, framer, inbox, command, desk);
    this.gate = new LoginGate(talk, this);
    this.sasl = new SaslExchange(talk, inbox, gate);
    this.idle = new IdleExchange(talk, inbox);
  }

  ServerDoor door() {
    return desk.door();
  }

  Ahead ahead() {
    return ahead;
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
      ahead.clear();
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
    boolean free =
        !waiting && !ahead.waits() && inbox.size() == 0 && talk.greeted && talk.barrier.isEmpty();
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
    if (waiting || paused || ahead.waits()) {
      return false;
    }
    return talk.pending.isEmpty() || command.inMessage() || sasl.awaitsLine() || idle.awaitsDone();
  }

  /**
   * The client was told to begin TLS: what it had sent behind its command is in clear, and an
   * attack (threats T13).
   */
  void beginTls() {
    if (inbox.size() > 0 || ahead.waits()) {
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
    boolean midLine = framer.midLine() && !ahead.holds();
    if (waiting || !command.begins() || midLine || talk.clientTls.handshakes()) {
      return false;
    }
    return talk.pending.isEmpty()
        || (talk.pending.size() == 1 && idle.awaitsDone() && inbox.size() == 0);
  }

  /** As {@link CommandReading#refuse}. */
  void refuse(Refusal refusal, boolean announced) {
    command.refuse(refusal, announced);
  }

  /** As {@link CommandReading#stream}. */
  void stream(Pending pending, MessageLiteral literal) {
    command.stream(pending, literal);
  }

  /** No command is in progress. */
  void rest() {
    framer.rest();
  }

  long held() {
    return inbox.size() + ahead.heldOctets() + framer.frame().held() + talk.outbox.waitingOctets();
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
    boolean readAhead = ahead.waits();
    if (!talk.greeted || (inbox.size() == 0 && !readAhead)) {
      return false;
    }
    if (talk.barrier.isPresent()) {
      return !readAhead && (sasl.step() || idle.step());
    }
    if (readAhead || (command.begins() && !framer.midLine())) {
      if (talk.draining) {
        return false;
      }
      if (talk.outbox.waitingOctets() > limits.unframed()) {
        return false;
      }
      Late late = readAhead ? Late.NOTHING : late();
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
    Optional<Received> next = ahead.next();
    if (next.isPresent()) {
      desk.receive(next.get());
      return true;
    }
    Optional<Framer.Event> held = ahead.held();
    return held.isPresent() ? read(held.get(), inbox.start()) : read();
  }

  private Late late() {
    Late late = idle.late();
    return late == Late.NOTHING ? sasl.late() : late;
  }

  private boolean read() {
    Framer.Event event = framer.read(inbox.array(), inbox.start(), inbox.end());
    int from = inbox.start();
    inbox.consume(framer.consumed());
    return read(event, from);
  }

  private boolean read(Framer.Event event, int from) {
    if (event != Framer.Event.CHUNK && command.tooLongBeforeLogin()) {
      talk.violatedByClient(
          new Violation(Violation.Kind.LINE_TOO_LONG, limits.clientLineBeforeLogin()));
      return false;
    }
    switch (event) {
      case MORE -> {}
      case LINE -> command.line();
      case LITERAL -> command.literal();
      case CHUNK -> talk.effects.toServer(inbox.array(), from, framer.consumed());
      case VIOLATION -> talk.violatedByClient(framer.violation());
    }
    return event != Framer.Event.MORE;
  }
}
