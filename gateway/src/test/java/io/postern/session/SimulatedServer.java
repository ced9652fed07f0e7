package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.FetchItem;
import io.postern.imap.FetchKind;
import io.postern.imap.Limits;
import io.postern.wire.CommandParser;
import io.postern.wire.Framer;
import io.postern.wire.Syntax;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * An honest server with moods: it answers late, in another order, refuses literals, and speaks
 * unasked.
 */
final class SimulatedServer {
  /** Everything that an IMAP server may say at its own time. */
  private record Running(String tag, Command command) {}

  private final Random random;
  private final Noise noise;
  private final Framer framer = new Framer(Framer.Side.CLIENT, Limits.DEFAULT);
  private final CommandParser parser = new CommandParser(Limits.DEFAULT);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Running> running = new ArrayList<>();

  /** The commands that were read, in order: what the session let through. */
  final List<String> seen = new ArrayList<>();

  ConnectionState state = ConnectionState.NONAUTH;
  int exists;
  private Optional<Running> message = Optional.empty();
  private boolean decides;
  private boolean answeredEarly;
  private long streamed;
  private long streamSize;
  private Optional<Running> idle = Optional.empty();
  private Optional<Running> sasl = Optional.empty();
  boolean closed;
  private boolean lost;
  private boolean lateDone;

  SimulatedServer(Random random, Noise noise) {
    this.random = random;
    this.noise = noise;
    say(
        "* OK [CAPABILITY IMAP4rev1 IDLE NAMESPACE UIDPLUS MOVE ESEARCH AUTH=PLAIN"
            + extras()
            + "] hello");
  }

  private String extras() {
    String[] literals = {"", " LITERAL+", " LITERAL-"};
    return literals[random.nextInt(3)] + (random.nextBoolean() ? " SASL-IR" : "");
  }

  byte[] take() {
    byte[] made = out.toByteArray();
    out.reset();
    return made;
  }

  boolean quiet() {
    return running.isEmpty() && !decides && message.isEmpty();
  }

  private void say(String line) {
    out.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  void octets(byte[] octets) {
    if (noise == Noise.SERVER) {
      confused(octets);
    } else {
      read(octets);
    }
  }

  /**
   * A server whose answers were disturbed on their way may find that it isn't understood any more.
   */
  private void confused(byte[] octets) {
    if (lost) {
      return;
    }
    try {
      read(octets);
    } catch (AssertionError | RuntimeException confusion) {
      lost = true;
    }
  }

  private void read(byte[] octets) {
    int offset = 0;
    while (offset < octets.length) {
      assertThat(decides).as("octets behind a literal that nobody consented to").isFalse();
      if (idle.isPresent() || sasl.isPresent()) {
        offset = line(octets, offset);
        continue;
      }
      Framer.Event event = framer.read(octets, offset, octets.length);
      int from = offset;
      offset += framer.consumed();
      switch (event) {
        case MORE -> {}
        case LINE -> line();
        case LITERAL -> literal();
        case CHUNK -> chunk(octets, from, framer.consumed());
        case VIOLATION -> throw new AssertionError("the session sent " + framer.violation());
      }
    }
  }

  private int line(byte[] octets, int offset) {
    int end = offset;
    while (octets[end] != '\n') {
      end++;
    }
    String line = new String(octets, offset, end - 1 - offset, StandardCharsets.US_ASCII);
    if (idle.isPresent()) {
      assertThat(line).isEqualTo("DONE");
      running.add(idle.get());
      idle = Optional.empty();
    } else {
      assertThat(line).matches("[A-Za-z0-9+/=]*|\\*");
      Running done = sasl.orElseThrow();
      sasl = Optional.empty();
      if (line.equals("*")) {
        say(done.tag() + " BAD cancelled");
      } else {
        running.add(done);
      }
    }
    return end + 1;
  }

  private void line() {
    if (message.isPresent()) {
      assertThat(parser.tail(framer.frame(), syntax())).isInstanceOf(CommandParser.End.class);
      framer.next();
      if (!answeredEarly) {
        running.add(message.get());
      }
      message = Optional.empty();
      return;
    }
    if (lateDone && framer.frame().length() == "DONE\r\n".length()) {
      // Our OK crossed the DONE on its way.
      lateDone = false;
      framer.next();
      return;
    }
    CommandParser.Result result = parser.parse(framer.frame(), syntax());
    framer.next();
    if (!(result instanceof CommandParser.Parsed parsed)) {
      throw new AssertionError("the session sent something malformed: " + result);
    }
    accept(new Running(parsed.tag().text(), parsed.command()));
  }

  private static Syntax syntax() {
    return new Syntax(false, false, false);
  }

  private void accept(Running command) {
    CommandName name = command.command().commandName();
    assertThat(name.section().allowedIn(state)).as(name + " in " + state).isTrue();
    seen.add(name.text());
    switch (name) {
      case IDLE -> {
        if (random.nextInt(8) == 0) {
          say(command.tag() + " NO no idling today");
        } else {
          say("+ idling");
          idle = Optional.of(command);
        }
      }
      case AUTHENTICATE -> {
        boolean inline = ((Command.Authenticate) command.command()).initialResponse().isPresent();
        if (inline || random.nextInt(6) == 0) {
          running.add(command);
        } else {
          say("+ ");
          sasl = Optional.of(command);
        }
      }
      default -> running.add(command);
    }
  }

  private void literal() {
    CommandParser.Head head = parser.head(framer.frame());
    if (head.role() == CommandParser.Role.MESSAGE && message.isEmpty()) {
      CommandParser.Parsed parsed = (CommandParser.Parsed) parser.parse(framer.frame(), syntax());
      seen.add(parsed.command().commandName().text());
      message = Optional.of(new Running(parsed.tag().text(), parsed.command()));
      answeredEarly = false;
    } else if (message.isPresent()) {
      assertThat(parser.tail(framer.frame(), syntax())).isInstanceOf(CommandParser.Next.class);
    }
    if (framer.literalSynchronizing()) {
      decides = true;
    } else {
      take(message.isPresent());
    }
  }

  private void take(boolean streams) {
    if (streams) {
      streamed = 0;
      streamSize = framer.literalOctets();
      framer.stream();
    } else {
      framer.hold();
    }
  }

  private void chunk(byte[] octets, int from, int count) {
    for (int i = 0; i < count; i++) {
      byte due = Payload.at(streamed++, streamSize);
      if (noise == Noise.NONE) {
        assertThat(octets[from + i]).isEqualTo(due);
      }
    }
    if (!answeredEarly && random.nextInt(20) == 0) {
      answeredEarly = true;
      say(message.orElseThrow().tag() + " NO [OVERQUOTA] too much");
    }
  }

  /** One thing at the server's own time. */
  void act() {
    if (closed || lost) {
      return;
    }
    if (decides) {
      decide();
    } else if (idle.isPresent() && random.nextInt(10) == 0) {
      Running done = idle.get();
      idle = Optional.empty();
      lateDone = true;
      say(done.tag() + " OK idled enough");
    } else if (!running.isEmpty() && random.nextInt(3) > 0) {
      finish(running.remove(random.nextInt(running.size())));
    } else if (random.nextInt(6) == 0) {
      unasked();
    }
  }

  private void decide() {
    decides = false;
    if (random.nextInt(6) == 0) {
      String tag =
          message
              .map(Running::tag)
              .orElseGet(() -> parser.head(framer.frame()).tag().orElseThrow().text());
      if (message.isEmpty()) {
        // A refused argument literal: the command never came to be.
        seen.add(parser.head(framer.frame()).name().orElseThrow().text());
      }
      say(tag + " NO not that literal");
      message = Optional.empty();
      framer.abandon();
    } else {
      say("+ go ahead");
      take(message.isPresent());
    }
  }

  private void unasked() {
    switch (random.nextInt(4)) {
      case 0 -> say("* OK still here, {5} and \"quoted");
      case 1 -> {
        if (state == ConnectionState.SELECTED) {
          say("* " + ++exists + " EXISTS");
        }
      }
      case 2 -> {
        if (state == ConnectionState.SELECTED && exists > 0) {
          say("* " + (1 + random.nextInt(exists)) + " FETCH (FLAGS (\\Seen $Work))");
        }
      }
      default -> {
        if (state == ConnectionState.SELECTED && exists > 1) {
          say("* " + (1 + random.nextInt(exists--)) + " EXPUNGE");
        }
      }
    }
  }

  private void finish(Running done) {
    String status = random.nextInt(7) == 0 ? "NO not now" : "OK done";
    boolean ok = status.startsWith("OK");
    switch (done.command()) {
      case Command.Login login -> state = ok ? ConnectionState.AUTH : state;
      case Command.Authenticate login -> state = ok ? ConnectionState.AUTH : state;
      case Command.Select select -> {
        state = ok ? ConnectionState.SELECTED : ConnectionState.AUTH;
        if (ok) {
          exists = random.nextInt(9);
          say("* " + exists + " EXISTS");
          say("* FLAGS (\\Seen \\Deleted)");
          say("* OK [UIDVALIDITY 7] fine");
        }
      }
      case Command.PlainSelected plain -> {
        if (plain == Command.PlainSelected.CLOSE || plain == Command.PlainSelected.UNSELECT) {
          state = ok ? ConnectionState.AUTH : state;
        }
      }
      case Command.Fetch fetch -> fetched(fetch);
      case Command.Search search -> {
        if (search.returns().isPresent()) {
          say("* ESEARCH (TAG \"" + done.tag() + "\") COUNT 2");
        } else {
          say("* SEARCH 1 2");
        }
      }
      case Command.ListMailboxes list -> say("* LIST (\\HasNoChildren) \"/\" INBOX");
      case Command.Status asked -> say("* STATUS INBOX (MESSAGES 3)");
      case Command.Plain plain -> {
        if (plain == Command.Plain.CAPABILITY) {
          say("* CAPABILITY IMAP4rev1 IDLE UIDPLUS STARTTLS X-ODD AUTH=PLAIN AUTH=GSSAPI");
        } else if (plain == Command.Plain.LOGOUT) {
          say("* BYE bye");
          status = "OK done";
          closed = true;
        }
      }
      default -> {}
    }
    say(done.tag() + " " + status);
  }

  private void fetched(Command.Fetch fetch) {
    for (int n = 1; n <= Math.min(exists, 3); n++) {
      StringBuilder line = new StringBuilder("* " + n + " FETCH (UID " + (100 + n));
      if ((fetch.kinds() & FetchKind.FLAGS.bit()) != 0) {
        line.append(" FLAGS ()");
      }
      boolean body = (fetch.kinds() & FetchKind.BODY_DATA.bit()) != 0;
      if (body) {
        int size = random.nextInt(4) == 0 ? random.nextInt(70_000) : random.nextInt(60);
        line.append(" BODY[] {").append(size).append("}\r\n");
        out.writeBytes(line.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(Payload.of(size));
        line.setLength(0);
      }
      if (fetch.items().contains(FetchItem.Attribute.RFC822_SIZE)) {
        line.append(" RFC822.SIZE 44");
      }
      say(line + ")");
    }
  }
}
