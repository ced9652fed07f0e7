package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Limits;
import io.postern.imap.ResponseName;
import io.postern.wire.Framer;
import io.postern.wire.Response;
import io.postern.wire.ResponseParser;
import io.postern.wire.Syntax;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * An honest client that pipelines, sends literals of every kind, idles, and checks all that it
 * hears by a strict grammar.
 */
final class SimulatedClient {
  /** The policy tolerates quirks of servers, so a client behind it must too. */
  private static final Syntax SYNTAX = new Syntax(false, false, true);

  private final Random random;
  private final Noise noise;
  private final Framer framer = new Framer(Framer.Side.SERVER, Limits.DEFAULT);
  private final ResponseParser parser = new ResponseParser(Limits.DEFAULT);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Commands by tag that aren't answered yet. */
  final Map<String, String> open = new LinkedHashMap<>();

  /** Tags of commands that the policy drops unless they are out of state: not answered. */
  final List<String> dropped = new ArrayList<>();

  int exists = -1;
  boolean heardBye;
  private final Deque<byte[]> parts = new ArrayDeque<>();
  private boolean awaitsConsent;
  private String current = "";
  private String idling = "";
  private boolean idleGranted;
  private String doneEarly = "";
  private String authenticating = "";
  private boolean loggedOut;
  private int number;
  private long streamed;
  private long streamSize;

  SimulatedClient(Random random, Noise noise) {
    this.random = random;
    this.noise = noise;
  }

  byte[] take() {
    byte[] made = out.toByteArray();
    out.reset();
    return made;
  }

  boolean quiet() {
    return parts.isEmpty() && idling.isEmpty() && doneEarly.isEmpty() && authenticating.isEmpty();
  }

  /** Ends what keeps the line busy, so that all else can come to an end. */
  void calm() {
    if (!idling.isEmpty() && idleGranted) {
      done();
    }
  }

  void act() {
    if (loggedOut || awaitsConsent || !authenticating.isEmpty() || !doneEarly.isEmpty()) {
      return;
    }
    if (!idling.isEmpty()) {
      if (random.nextInt(5) == 0) {
        done();
      }
      return;
    }
    if (open.size() < 40) {
      if (random.nextInt(12) == 0) {
        burst();
      } else {
        command();
      }
    }
  }

  /** Small commands that come together. */
  private void burst() {
    for (int i = random.nextInt(10); i >= 0 && !awaitsConsent; i--) {
      current = "b" + ++number;
      switch (random.nextInt(8)) {
        case 0 -> plain("STATUS INBOX (MESSAGES)");
        case 1 -> plain("FETCH 1 (FLAGS UID)");
        case 2 -> plain("CREATE asked");
        case 3 -> withLiteral("SEARCH SUBJECT ", "two\r\nlines");
        default -> plain("NOOP");
      }
    }
  }

  private void done() {
    write(random.nextBoolean() ? "DONE\r\n" : "done\r\n");
    // Until its "+" has come, the next one can't be told from that of a literal.
    doneEarly = idleGranted ? "" : idling;
    idling = "";
  }

  private void command() {
    current = "a" + ++number + (random.nextInt(9) == 0 ? "]b" : "");
    switch (random.nextInt(22)) {
      case 0 -> plain("NOOP");
      case 1 -> plain("CAPABILITY");
      case 2 -> plain("SELECT INBOX");
      case 3 -> withLiteral("SELECT ", "INBOX");
      case 4 -> plain("FETCH 1:* (UID FLAGS BODY.PEEK[])");
      case 5 -> plain("UID FETCH 1:* (RFC822.SIZE BODY[])");
      case 6 -> plain("FETCH 1 (FLAGS UID)");
      case 7 -> plain("STORE 1 +FLAGS (\\Seen)");
      case 8 -> plain("SEARCH RETURN (COUNT) UNSEEN");
      case 9 -> withLiteral("SEARCH SUBJECT ", "two\r\nlines");
      case 10 -> withLiteral("LIST \"\" ", "*");
      case 11 -> append();
      case 12 -> append();
      case 13 -> withLiteral("DELETE ", "gone");
      case 14 -> {
        dropped.add(current);
        withLiteral("RENAME INBOX ", "elsewhere");
      }
      case 15 -> plain("CREATE asked");
      case 16 -> plain("SUBSCRIBE rewritten");
      case 17 -> plain("STATUS INBOX (MESSAGES)");
      case 18 -> {
        plain("IDLE");
        idling = current;
        idleGranted = false;
      }
      case 19 -> plain(random.nextBoolean() ? "CLOSE" : "NONSENSE x y");
      case 20 -> {
        plain("AUTHENTICATE PLAIN" + (random.nextBoolean() ? " AHUAcA==" : ""));
        authenticating = current;
      }
      default -> login();
    }
  }

  private void login() {
    if (random.nextInt(40) == 0) {
      plain("LOGOUT");
      loggedOut = true;
    } else if (random.nextBoolean()) {
      plain("LOGIN user \"pass word\"");
    } else {
      withLiteral("LOGIN user ", "p\u00e4ss");
    }
  }

  private void plain(String line) {
    open.put(current, line);
    write(current + " " + line + "\r\n");
  }

  private void withLiteral(String before, String argument) {
    open.put(current, before);
    byte[] octets = argument.getBytes(StandardCharsets.ISO_8859_1);
    boolean synchronizing = random.nextBoolean();
    write(current + " " + before + "{" + octets.length + (synchronizing ? "}" : "+}") + "\r\n");
    parts.add(octets);
    parts.add("\r\n".getBytes(StandardCharsets.US_ASCII));
    go(synchronizing);
  }

  private void append() {
    open.put(current, "APPEND");
    int size = random.nextInt(3) == 0 ? random.nextInt(90_000) : random.nextInt(50);
    boolean synchronizing = random.nextBoolean();
    String flags = random.nextBoolean() ? "(\\Seen) " : "";
    write(current + " APPEND INBOX " + flags + "{" + size + (synchronizing ? "}" : "+}") + "\r\n");
    parts.add(Payload.of(size));
    parts.add("\r\n".getBytes(StandardCharsets.US_ASCII));
    go(synchronizing);
  }

  private void go(boolean waits) {
    awaitsConsent = waits;
    while (!awaitsConsent && !parts.isEmpty()) {
      out.writeBytes(parts.remove());
    }
  }

  private void write(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void octets(byte[] octets) {
    int offset = 0;
    while (offset < octets.length) {
      Framer.Event event = framer.read(octets, offset, octets.length);
      int from = offset;
      offset += framer.consumed();
      switch (event) {
        case MORE -> {}
        case LINE -> line();
        case LITERAL -> literal();
        case CHUNK -> {
          for (int i = 0; i < framer.consumed(); i++) {
            byte due = Payload.at(streamed++, streamSize);
            if (noise == Noise.NONE) {
              assertThat(octets[from + i]).isEqualTo(due);
            }
          }
        }
        case VIOLATION -> throw new AssertionError("the client heard " + framer.violation());
      }
    }
  }

  private void literal() {
    assertThat(parser.parse(framer.frame(), true, SYNTAX)).isEqualTo(ResponseParser.Outcome.HEAD);
    streamed = 0;
    streamSize = framer.literalOctets();
    framer.stream();
  }

  private void line() {
    assertThat(parser.parse(framer.frame(), false, SYNTAX)).isEqualTo(ResponseParser.Outcome.WHOLE);
    Response response = parser.response();
    switch (response.kind()) {
      case CONTINUATION -> consent();
      case TAGGED -> tagged(response.tag());
      case UNTAGGED -> untagged(response);
      case UNKNOWN -> throw new AssertionError("the client heard an unknown response");
    }
    framer.next();
  }

  private void consent() {
    if (awaitsConsent) {
      go(false);
    } else if (!idling.isEmpty()) {
      assertThat(idleGranted && noise == Noise.NONE).isFalse();
      idleGranted = true;
    } else if (!authenticating.isEmpty()) {
      write(random.nextInt(5) == 0 ? "*\r\n" : "AHVzZXIAcGFzcw==\r\n");
    } else if (noise == Noise.NONE) {
      assertThat(doneEarly).isNotEmpty();
      doneEarly = "";
    }
  }

  private void tagged(String tag) {
    if (noise != Noise.CLIENT) {
      assertThat(open).as("an answer to nothing open").containsKey(tag);
      // Out of its state a command is answered BAD before the policy could drop it.
      dropped.remove(tag);
    }
    open.remove(tag);
    if (tag.equals(current) && awaitsConsent) {
      awaitsConsent = false;
      parts.clear();
    }
    if (tag.equals(idling)) {
      idling = "";
    }
    if (tag.equals(doneEarly)) {
      doneEarly = "";
    }
    if (tag.equals(authenticating)) {
      authenticating = "";
    }
  }

  private void untagged(Response response) {
    if (response.name() == ResponseName.BYE) {
      heardBye = true;
    }
    if (response.name() == ResponseName.EXISTS) {
      exists = (int) response.number();
    }
    if (response.name() == ResponseName.EXPUNGE) {
      exists--;
    }
    for (int i = 0; i < response.tagReferences(); i++) {
      if (noise != Noise.CLIENT) {
        assertThat(open)
            .as("a tag reference to nothing open")
            .containsKey(response.tagReference(i));
      }
    }
  }
}
