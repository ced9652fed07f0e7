package io.postern.session;

import io.postern.imap.Limits;
import io.postern.imap.Octets;
import io.postern.imap.ResponseName;
import io.postern.imap.Violation;
import io.postern.wire.Framer;
import io.postern.wire.Response;
import io.postern.wire.ResponseParser;

/**
 * Reads the server: frames, has every response recognised, and hands it to the {@link
 * ResponseDesk}; message literals stream past behind a head that was judged. While a policy
 * function is asked about a response, later ones wait.
 */
final class ServerSide {
  private enum Mode {
    /** At the beginning of a response, or in one that isn't judged yet. */
    RESPONSES,
    /** The head was judged; its literal and what follows is passed on, or thrown away. */
    REST,
    /** A FETCH that isn't grammatical is read to its end. */
    SKIP
  }

  private final Conversation talk;
  private final Limits limits;
  private final Framer framer;
  private final ResponseParser parser;
  private final Inbox inbox = new Inbox();
  private final ResponseDesk desk;
  private final FetchRun run;
  private final ClientSide client;

  private Mode mode = Mode.RESPONSES;
  private boolean waiting;
  private boolean pumping;
  private boolean reading = true;
  private boolean discards;
  private int argumentOctets;
  private boolean authenticatedBound;

  ServerSide(Conversation talk, ClientSide client) {
    this.talk = talk;
    this.limits = talk.limits;
    this.framer = new Framer(Framer.Side.SERVER, limits);
    this.framer.lineMax(limits.serverLineBeforeLogin());
    this.parser = new ResponseParser(limits);
    this.client = client;
    this.run = new FetchRun(talk);
    this.desk = new ResponseDesk(talk, client, this);
    talk.standIn.saysBy(this::standInSays);
  }

  void octets(byte[] octets, int offset, int length) {
    talk.tally.octetsFromServer += length;
    inbox.add(octets, offset, length);
    pump();
    inbox.settle();
  }

  /** How many of the server's next octets would go to the client as they come. */
  long passes() {
    return mode == Mode.REST && !discards && !waiting && inbox.size() == 0 ? framer.streaming() : 0;
  }

  /** So many have gone there. */
  void passed(int octets) {
    talk.tally.octetsFromServer += octets;
    framer.passed(octets);
  }

  /** TLS with the server stands: its greeting, in our words. */
  void greetAfterTls() {
    talk.serverTls.done();
    standInSays(ServerStartTls.GREETING);
  }

  /** What is said in the place of a server that isn't there. */
  void standInSays(String lines) {
    byte[] octets = Octets.ascii(lines).toByteArray();
    inbox.add(octets, 0, octets.length);
    pump();
    inbox.settle();
  }

  /** Octets behind the response in hand. */
  int unread() {
    return inbox.size();
  }

  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (!talk.over() && !waiting && inbox.size() > 0 && read()) {
        talk.drain.run();
      }
    } finally {
      pumping = false;
    }
    if (talk.over()) {
      inbox.clear();
      return;
    }
    if (waiting == reading) {
      reading = !waiting;
      talk.effects.readServer(reading);
    }
  }

  /** No command is in progress. */
  void rest() {
    framer.rest();
  }

  long held() {
    return inbox.size() + framer.frame().held();
  }

  /** Whether octets of the server still wait for a policy function's answer. */
  boolean waiting() {
    return waiting;
  }

  Framer framer() {
    return framer;
  }

  Response response() {
    return parser.response();
  }

  private boolean read() {
    if (mode == Mode.RESPONSES && !framer.midLine() && talk.greeted && talk.spending.spent()) {
      return false;
    }
    if (!authenticatedBound && talk.states.authenticated()) {
      authenticatedBound = true;
      framer.lineMax(limits.serverLine());
    }
    int from = inbox.start();
    if (mode == Mode.RESPONSES && !framer.midLine()) {
      int passed = run.pass(inbox.array(), from, inbox.end(), limits.serverLine());
      if (passed > 0) {
        inbox.consume(passed);
        client.pump();
        return true;
      }
    }
    Framer.Event event = framer.read(inbox.array(), from, inbox.end());
    inbox.consume(framer.consumed());
    switch (event) {
      case MORE -> {}
      case LINE -> line();
      case LITERAL -> literal();
      case CHUNK -> {
        if (!discards) {
          talk.outbox.relay(inbox.array(), from, framer.consumed());
        }
      }
      case VIOLATION -> talk.violatedByServer(framer.violation());
    }
    return event != Framer.Event.MORE;
  }

  private void line() {
    ResponseParser.Outcome outcome =
        mode == Mode.SKIP
            ? ResponseParser.Outcome.UNGRAMMATICAL
            : parser.parse(framer.frame(), false, talk.responseSyntax());
    switch (outcome) {
      case WHOLE -> {
        if (mode == Mode.REST) {
          restEnds();
        } else {
          desk.whole();
        }
      }
      case UNGRAMMATICAL -> ungrammatical(false);
      case HEAD, ARGUMENT -> throw new AssertionError("a literal without an announcement");
    }
  }

  private void literal() {
    if (mode == Mode.SKIP) {
      framer.swallow();
      return;
    }
    switch (parser.parse(framer.frame(), true, talk.responseSyntax())) {
      case ARGUMENT -> {
        long octets = framer.literalOctets();
        if (octets > limits.argument() || octets > limits.argumentsPerResponse() - argumentOctets) {
          talk.violatedByServer(Violation.Kind.LITERALS_TOO_LARGE);
          return;
        }
        argumentOctets += (int) octets;
        framer.hold();
      }
      case HEAD -> {
        if (!talk.greeted || talk.standIn.awaitsGreeting()) {
          talk.violatedByServer(Violation.Kind.GREETING);
        } else if (framer.literalOctets() > limits.fetch()) {
          talk.violatedByServer(Violation.Kind.LITERAL_SIZE);
        } else if (mode == Mode.REST) {
          restGoesOn();
        } else {
          desk.head();
        }
      }
      case UNGRAMMATICAL -> ungrammatical(true);
      case WHOLE -> throw new AssertionError("a whole response with a literal to come");
    }
  }

  /**
   * Soundly framed, but not by the grammar. FETCH data are withheld and their command ends with NO;
   * anything else, and what can't be finished toward the client, ends the session (spec sections 8
   * and 10).
   */
  private void ungrammatical(boolean announced) {
    Response response = parser.response();
    boolean fetch =
        mode == Mode.SKIP
            || (mode == Mode.REST && discards)
            || (mode == Mode.RESPONSES
                && talk.greeted
                && response.kind() == Response.Kind.UNTAGGED
                && response.name() == ResponseName.FETCH);
    if (!fetch) {
      talk.violatedByServer(talk.greeted ? Violation.Kind.RESPONSE : Violation.Kind.GREETING);
    } else if (announced) {
      mode = Mode.SKIP;
      framer.swallow();
    } else {
      desk.malformedFetch(discards);
      nextResponse();
    }
  }

  /**
   * The desk's verdict on a head: its octets have been passed on, or ({@code discards}) the whole
   * response is withheld.
   */
  void stream(boolean discards) {
    this.discards = discards;
    mode = Mode.REST;
    if (!discards) {
      talk.outbox.begin();
    }
    framer.stream();
  }

  private void restGoesOn() {
    if (!desk.restFits()) {
      return;
    }
    if (!discards) {
      talk.outbox.relay(framer.frame().array(), 0, framer.frame().length());
    }
    framer.stream();
  }

  private void restEnds() {
    if (!desk.restFits()) {
      return;
    }
    if (!discards) {
      talk.outbox.relay(framer.frame().array(), 0, framer.frame().length());
      talk.outbox.end();
    }
    desk.restDone();
    nextResponse();
  }

  /** Passes the line in the frame on, with its edits; without any it leaves as it came. */
  void pass(Edits edits) {
    byte[] array = framer.frame().array();
    int length = framer.frame().length();
    if (edits.isEmpty()) {
      talk.outbox.relay(array, 0, length);
    } else {
      talk.outbox.relay(edits.apply(array, length), 0, edits.appliedLength());
    }
  }

  /** A policy function is asked: later responses wait. */
  void pause() {
    waiting = true;
  }

  void goOn() {
    waiting = false;
  }

  /** The response is done with. */
  void nextResponse() {
    framer.next();
    // Segments that were skipped never reached the parser: it may still be in the last response.
    parser.reset();
    mode = Mode.RESPONSES;
    discards = false;
    argumentOctets = 0;
  }
}
