package io.postern.benchmarks;

import io.postern.audit.Event;
import io.postern.imap.Limits;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.policy.Question;
import io.postern.policy.SessionFacts;
import io.postern.session.Effects;
import io.postern.session.Session;
import io.postern.session.SessionSettings;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A session whose effects are only counted, and the words that bring it to where work begins. */
final class OpenSession implements Effects {
  /** What stands before the number in the session's own tags; the first command gets 1. */
  static final String TAG_PREFIX = "ABCDEFGH";

  /** Nothing restricts message literals here: an endless one shows what a chunk costs. */
  private static final Limits LIMITS = Limits.DEFAULT.with(Map.of("append", Long.MAX_VALUE / 4));

  private static final Policy POLICY = basePolicy();

  private final Session session = new Session(settings(), this, 0);
  private long clientHeard;
  private long serverHeard;

  /** A new session that was brought to a selected mailbox. */
  static OpenSession selected() {
    OpenSession made = new OpenSession();
    made.select();
    return made;
  }

  /** Logs in and selects a mailbox: two commands are answered. */
  void select() {
    server("* OK [CAPABILITY IMAP4rev1 LITERAL+] ready\r\n");
    client("a LOGIN joe secret\r\n");
    server(TAG_PREFIX + "1 OK [CAPABILITY IMAP4rev1 LITERAL+ UIDPLUS IDLE] done\r\n");
    client("b SELECT INBOX\r\n");
    server("* FLAGS (\\Seen \\Deleted)\r\n* 100000 EXISTS\r\n* OK [UIDNEXT 5] here\r\n");
    server(TAG_PREFIX + "2 OK [READ-WRITE] done\r\n");
    if (session.over()) {
      throw new AssertionError("the session has ended");
    }
  }

  static SessionSettings settings() {
    SessionFacts facts =
        new SessionFacts(
            "ABCDEF",
            "benchmark",
            "127.0.0.1:40000",
            "127.0.0.1:143",
            Optional.empty(),
            new HashMap<>(0));
    return new SessionSettings(
        "ABCDEF", TAG_PREFIX, POLICY, LIMITS, facts, false, true, false, 60_000, 2_100_000);
  }

  /** The base class that allows whatever the engine understands. */
  private static Policy basePolicy() {
    try {
      return Policy.compile(PolicyTables.of(ImapProxy::new, Map.of()));
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  void client(String text) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    client(octets, 0, octets.length);
  }

  void client(byte[] octets, int offset, int length) {
    session.clientOctets(octets, offset, length, 0);
  }

  void server(String text) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    server(octets, 0, octets.length);
  }

  void server(byte[] octets, int offset, int length) {
    session.serverOctets(octets, offset, length, 0);
  }

  /** Octets that the client has been sent so far. */
  long clientHeard() {
    return clientHeard;
  }

  long serverHeard() {
    return serverHeard;
  }

  boolean over() {
    return session.over();
  }

  @Override
  public void toClient(byte[] octets, int offset, int length) {
    clientHeard += length;
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    serverHeard += length;
  }

  @Override
  public void secureClient() {
    throw new AssertionError("no TLS here");
  }

  @Override
  public void route(String user) {
    throw new AssertionError("no routing here");
  }

  @Override
  public void secureServer() {
    throw new AssertionError("no TLS here");
  }

  @Override
  public void closeClient(boolean clean) {}

  @Override
  public void closeServer(boolean clean) {}

  @Override
  public void readClient(boolean wanted) {}

  @Override
  public void readServer(boolean wanted) {}

  @Override
  public void ask(Question question) {}

  @Override
  public void event(Event event) {}
}
