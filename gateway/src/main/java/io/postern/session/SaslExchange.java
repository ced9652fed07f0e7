package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.Octets;
import io.postern.imap.Secret;
import io.postern.imap.Violation;
import io.postern.wire.Base64Line;
import java.util.Optional;

/**
 * The lines of AUTHENTICATE between the command and its tagged answer (spec section 7): canonical
 * base64 or {@code *}, one at a time, never logged.
 */
final class SaslExchange {
  private enum Turn {
    NOBODY,
    SERVER,
    CLIENT,
    /** The client's line with its user is there and waits for its admission. */
    GATE,
    /** The exchange was broken off by a star: only the tagged answer is due. */
    CANCELLED
  }

  private final Conversation talk;
  private final Inbox inbox;
  private final LoginGate gate;
  private Turn turn = Turn.NOBODY;
  private Optional<Octets> heldResponse = Optional.empty();
  private boolean lateDue;
  private String mechanism = "";
  private Optional<String> user = Optional.empty();
  private int scanned;
  private boolean asked;
  private int lines;

  /** Kept from the client's line to the server's answer. */
  private Optional<Secret> secret = Optional.empty();

  SaslExchange(Conversation talk, Inbox inbox, LoginGate gate) {
    this.talk = talk;
    this.inbox = inbox;
    this.gate = gate;
  }

  /**
   * The command has been sent; an initial response that the server can't take inline waits for its
   * first challenge.
   */
  void begin(Command.Authenticate command, boolean sentInline) {
    turn = Turn.SERVER;
    lateDue = false;
    mechanism = command.mechanism();
    asked = asksBefore(command);
    lines = 0;
    secret = Optional.empty();
    user = user(command);
    command
        .initialResponse()
        .map(first -> asLine(first.reveal()))
        .filter(line -> line.length() > 0)
        .ifPresent(this::learn);
    heldResponse =
        sentInline
            ? Optional.empty()
            : command.initialResponse().map(secret -> secret.reveal()).map(SaslExchange::asLine);
  }

  /** Who a command with an initial response says it is. */
  static Optional<String> user(Command.Authenticate command) {
    return command
        .initialResponse()
        .flatMap(first -> SaslUser.of(command.mechanism(), asLine(first.reveal())));
  }

  /** Whether a login is admitted as a command, since no line of it will tell more of its user. */
  static boolean asksBefore(Command.Authenticate command) {
    return user(command).isPresent() || !SaslUser.saidInClear(command.mechanism());
  }

  /** What the client proved itself by, where it can be told from others. */
  Optional<Secret> secret() {
    return secret;
  }

  private void learn(Octets line) {
    lines++;
    user = user.or(() -> SaslUser.of(mechanism, line));
    secret = secret.or(() -> SaslSecret.of(mechanism, lines, line));
  }

  private static Octets asLine(Octets initialResponse) {
    // "=" stands for the empty response only behind the command; on a line of its own it is an
    // empty line.
    return initialResponse.length() == 1 && initialResponse.at(0) == '='
        ? Octets.EMPTY
        : initialResponse;
  }

  /** Who the client says it is; empty where the mechanism doesn't say it in clear. */
  Optional<String> user() {
    return user;
  }

  boolean isActive() {
    return turn != Turn.NOBODY;
  }

  boolean awaitsLine() {
    return turn == Turn.CLIENT;
  }

  /** Whether more octets are needed to know the line that is due, though that many wait already. */
  boolean wants(int waiting) {
    return (turn == Turn.CLIENT || lateDue) && waiting < talk.limits.clientLine();
  }

  /** The server's {@code +} with its data; false if it wasn't due, or isn't base64. */
  boolean challenge(byte[] octets, int start, int end) {
    if (turn != Turn.SERVER || !Base64Line.isCanonical(octets, start, end)) {
      return false;
    }
    if (heldResponse.isPresent()) {
      Octets response = heldResponse.get();
      heldResponse = Optional.empty();
      if (start == end) {
        send(response);
      } else {
        cancel("NO " + Texts.SASL_CHALLENGE);
      }
      return true;
    }
    turn = Turn.CLIENT;
    scanned = 0;
    byte[] line = new byte[2 + end - start + 2];
    line[0] = '+';
    line[1] = ' ';
    System.arraycopy(octets, start, line, 2, end - start);
    line[line.length - 2] = '\r';
    line[line.length - 1] = '\n';
    talk.outbox.own(Octets.copyOf(line));
    return true;
  }

  /** The tagged answer: if the client was asked for a line, that line may be on its way. */
  void end() {
    lateDue = turn == Turn.CLIENT;
    turn = Turn.NOBODY;
    heldResponse = Optional.empty();
    secret = Optional.empty();
    scanned = 0;
  }

  /** Reads the client's line when it is its turn. */
  boolean step() {
    if (turn != Turn.CLIENT) {
      return false;
    }
    int end = lineEnd();
    if (end < 0) {
      return false;
    }
    int from = inbox.start();
    byte[] array = inbox.array();
    boolean cancels = end == 1 && array[from] == '*';
    if (cancels) {
      cancel();
    } else if (Base64Line.isCanonical(array, from, from + end)) {
      Octets line = Octets.copyOf(array, from, end);
      inbox.consume(end + 2);
      learn(line);
      admitted(line);
      return true;
    } else if (++talk.tally.bad > talk.limits.badBeforeLogin()) {
      talk.violatedByClient(new Violation(Violation.Kind.TOO_MANY_ERRORS, -1));
      return false;
    } else {
      cancel("BAD " + Texts.SASL_MALFORMED);
    }
    inbox.consume(end + 2);
    return true;
  }

  /**
   * Before a command: a line without SP that crossed the server's answer is swallowed; a command
   * always has one.
   */
  Late late() {
    if (!lateDue) {
      return Late.NOTHING;
    }
    int size = inbox.size();
    for (; scanned < size; scanned++) {
      int octet = inbox.at(scanned);
      if (octet == ' ') {
        lateDue = false;
        return Late.NOTHING;
      }
      if (octet == '\n') {
        boolean whole = scanned > 0 && inbox.at(scanned - 1) == '\r';
        lateDue = false;
        if (!whole) {
          return Late.NOTHING;
        }
        inbox.consume(scanned + 1);
        return Late.SWALLOWED;
      }
    }
    if (size >= talk.limits.clientLine()) {
      lateDue = false;
      return Late.NOTHING;
    }
    return Late.UNDECIDED;
  }

  /**
   * Octets before the CRLF, or -1 while the line isn't whole; a malformed line end ends the
   * session.
   */
  private int lineEnd() {
    int size = inbox.size();
    for (; scanned < size; scanned++) {
      int octet = inbox.at(scanned);
      if (octet == '\n' || octet == 0) {
        talk.violatedByClient(
            new Violation(octet == 0 ? Violation.Kind.NUL : Violation.Kind.BARE_LF, scanned));
        return -1;
      }
      if (octet == '\r') {
        if (scanned + 1 == size) {
          return -1;
        }
        if (inbox.at(scanned + 1) != '\n') {
          talk.violatedByClient(new Violation(Violation.Kind.BARE_CR, scanned));
          return -1;
        }
        int end = scanned;
        scanned = 0;
        return end;
      }
    }
    if (size >= talk.limits.clientLine()) {
      talk.violatedByClient(new Violation(Violation.Kind.LINE_TOO_LONG, talk.limits.clientLine()));
    }
    return -1;
  }

  /** Sends a line on; the first one not before the login is admitted. */
  private void admitted(Octets line) {
    if (asked) {
      send(line);
      return;
    }
    asked = true;
    turn = Turn.GATE;
    // The server may have answered meanwhile: then the line is no longer wanted.
    gate.ask(
        user.orElse(""),
        () -> {
          if (turn == Turn.GATE) {
            send(line);
          }
        },
        text -> {
          if (turn == Turn.GATE) {
            cancel("NO " + text);
          }
        });
  }

  private void send(Octets line) {
    turn = Turn.SERVER;
    put(line);
  }

  private void put(Octets line) {
    if (talk.standIn.answers()) {
      talk.standIn.line(line, this);
      return;
    }
    byte[] made = new byte[line.length() + 2];
    int end = line.copyTo(made, 0);
    made[end] = '\r';
    made[end + 1] = '\n';
    talk.effects.toServer(made, 0, made.length);
  }

  /** {@code *} to the server; its answer is awaited, and the client hears ours in its place. */
  private void cancel(String status) {
    talk.barrier.ifPresent(pending -> pending.override = Optional.of(status));
    cancel();
  }

  private void cancel() {
    turn = Turn.CANCELLED;
    put(Octets.ascii("*"));
  }
}
