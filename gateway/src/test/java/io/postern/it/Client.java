package io.postern.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A user at one connection, who writes down what was said and heard. */
final class Client implements AutoCloseable {
  private final int port;
  private final String user;
  private final String name;
  private final List<Exchange> record;
  private final ImapWire wire;
  private final List<Client> others = new ArrayList<>();
  private Optional<Exchange.Through> through = Optional.empty();
  private int tags;

  private Client(int port, String user, String name, List<Exchange> record) throws IOException {
    this.port = port;
    this.user = user;
    this.name = name;
    this.record = record;
    this.wire = ImapWire.connect(port);
  }

  /** Connects and hears the greeting. {@code name} leads its tags: {@code a1}, {@code a2}. */
  static Client connect(int port, String user, String name, List<Exchange> record)
      throws IOException {
    Client client = new Client(port, user, name, record);
    try {
      client.note("(connects)", List.of(client.wire.response()));
      return client;
    } catch (IOException failure) {
      client.close();
      throw failure;
    }
  }

  String user() {
    return user;
  }

  /** The same user at a second connection; it ends with this one. */
  Client another(String otherName) throws IOException {
    Client other = connect(port, user, otherName, record);
    others.add(other);
    return other;
  }

  /** The next exchange differs through the gateway, in just this way. */
  Client through(String why, String... lines) {
    through =
        Optional.of(new Exchange.Through(why, Arrays.stream(lines).map(Pattern::compile).toList()));
    return this;
  }

  void login() throws IOException {
    run("LOGIN " + user + " " + DovecotServer.PASSWORD);
  }

  /** A command without literals, up to its tagged response; what was heard is also returned. */
  List<String> run(String command) throws IOException {
    return command(command).end();
  }

  /** A command that goes on with literals; the tag is set before it. */
  Saying command(String head) {
    return new Saying(nextTag(), head);
  }

  /** A message appended with its date, so that nothing depends on the time of the test. */
  void append(String mailbox, String message) throws IOException {
    command("APPEND " + mailbox + " \"05-Nov-2026 10:20:30 +0100\" ").literalPlus(message).end();
  }

  /** All in one write; then each response up to the last tagged one. */
  void burst(List<String> commands) throws IOException {
    StringBuilder octets = new StringBuilder();
    List<String> open = new ArrayList<>();
    for (String command : commands) {
      String tag = nextTag();
      open.add(tag);
      octets.append(tag).append(' ').append(command).append("\r\n");
    }
    wire.send(octets.toString());
    List<String> heard = new ArrayList<>();
    while (!open.isEmpty()) {
      String response = wire.response();
      heard.add(response);
      open.removeIf(tag -> response.startsWith(tag + " "));
    }
    note(commands.size() + " commands at once: " + commands, heard);
  }

  /** A tagged line whose answer isn't awaited here. */
  String start(String command) throws IOException {
    String tag = nextTag();
    wire.send(tag + " " + command + "\r\n");
    return tag;
  }

  /** Octets as they are; an answer isn't awaited. */
  void send(String octets) throws IOException {
    wire.send(octets);
  }

  /** Hears responses up to the first that fits. */
  String hearUntil(String why, Predicate<String> last) throws IOException {
    List<String> heard = new ArrayList<>();
    do {
      heard.add(wire.response());
    } while (!last.test(heard.getLast()));
    note(why, heard);
    return heard.getLast();
  }

  /** Hears responses up to the continuation request, or to the tagged response instead. */
  String hearContinuation(String why, String tag) throws IOException {
    return hearUntil(why, line -> line.startsWith("+") || line.startsWith(tag + " "));
  }

  void hearTagged(String why, String tag) throws IOException {
    hearUntil(why, line -> line.startsWith(tag + " "));
  }

  /** The peer has nothing more to say. */
  void hearClose() throws IOException {
    note("(waits for the end)", List.of(wire.closed() ? "closed" : "not closed"));
  }

  @Override
  public void close() throws IOException {
    for (Client other : others) {
      other.close();
    }
    wire.close();
  }

  private String nextTag() {
    return name + ++tags;
  }

  private void note(String said, List<String> heard) {
    // Another user's name gives other octets of the same meaning.
    String equal =
        said.replace(user, "USER").replaceFirst("^(AUTHENTICATE \\S+) .*", "$1 (credentials)");
    record.add(new Exchange(name + " " + Comparison.shown(equal), heard, through));
    through = Optional.empty();
  }

  /** A command in parts. */
  final class Saying {
    private final String tag;
    private final StringBuilder said = new StringBuilder();
    private final StringBuilder waiting = new StringBuilder();
    private final List<String> heard = new ArrayList<>();
    private boolean refused;

    private Saying(String tag, String head) {
      this.tag = tag;
      waiting.append(tag).append(' ');
      text(head);
    }

    Saying text(String text) {
      said.append(text);
      waiting.append(text);
      return this;
    }

    /**
     * {@code {n}}: the octets follow when the server has consented. If it refuses, nothing more is
     * said.
     */
    Saying literal(String content) throws IOException {
      text("{" + content.length() + "}\r\n");
      flush();
      while (!refused) {
        String response = wire.response();
        heard.add(response);
        if (response.startsWith("+")) {
          break;
        }
        refused = response.startsWith(tag + " ");
      }
      return text(content);
    }

    /** {@code {n+}}: the octets follow at once (RFC 7888). */
    Saying literalPlus(String content) {
      return text("{" + content.length() + "+}\r\n" + content);
    }

    /** {@code ~{n+}} (RFC 3516). */
    Saying literal8Plus(String content) {
      return text("~{" + content.length() + "+}\r\n" + content);
    }

    /** Says the rest and hears all up to the tagged response. */
    List<String> end() throws IOException {
      waiting.append("\r\n");
      flush();
      while (!refused) {
        String response = wire.response();
        heard.add(response);
        refused = response.startsWith(tag + " ");
      }
      note(said.toString(), heard);
      return heard;
    }

    private void flush() throws IOException {
      if (!refused) {
        wire.send(waiting.toString());
      }
      waiting.setLength(0);
    }
  }
}
