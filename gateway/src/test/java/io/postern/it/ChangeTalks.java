package io.postern.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writing: APPEND with all literals, STORE, COPY, MOVE, EXPUNGE, IDLE, and many commands at once.
 */
final class ChangeTalks {
  private static final String DATE = "\"05-Nov-2026 10:20:30 +0100\"";

  /** What a client may have in one write: more than one segment, less than a buffer. */
  private static final int BURST = 32;

  static final List<Talk> ALL =
      List.of(
          new Talk("append", ChangeTalks::append),
          new Talk("append-refused", ChangeTalks::appendRefused),
          new Talk("append-many", ChangeTalks::appendMany),
          new Talk("append-binary", ChangeTalks::appendBinary),
          new Talk("store", ChangeTalks::store),
          new Talk("copy-move", ChangeTalks::copyAndMove),
          new Talk("expunge", ChangeTalks::expunge),
          new Talk("idle", ChangeTalks::idle),
          new Talk("two-connections", ChangeTalks::twoConnections),
          new Talk("burst", ChangeTalks::burst),
          new Talk("burst-of-barriers", ChangeTalks::burstOfBarriers));

  private ChangeTalks() {}

  private static void append(Client client) throws IOException {
    client.login();
    client.command("APPEND INBOX " + DATE + " ").literal(SampleMessages.PLAIN).end();
    client.command("APPEND INBOX " + DATE + " ").literalPlus(SampleMessages.EMPTY).end();
    client
        .command("APPEND Sent (\\Seen \\Answered $Own) " + DATE + " ")
        .literal(SampleMessages.EIGHT_BIT)
        .end();
    client.command("APPEND Sent () " + DATE + " ").literalPlus(SampleMessages.BROKEN).end();
    client.command("append ").literal("Sent").text(" (\\Draft) ").literalPlus("x: y\r\n\r\n").end();
    client.command("APPEND \"Sent\" ").literalPlus(SampleMessages.MULTIPART).end();
    client.command("APPEND INBOX ").literal("").end();
    client.run("EXAMINE Sent");
    client.run("FETCH 1:* (FLAGS RFC822.SIZE BODY[])");
    client.run("SELECT INBOX");
    client.run("FETCH 1:* (FLAGS INTERNALDATE BODY[])");
    client.command("APPEND INBOX (\\Seen) " + DATE + " ").literal(SampleMessages.NESTED).end();
    client.run("FETCH * FLAGS");
  }

  private static void appendRefused(Client client) throws IOException {
    client.login();
    client.command("APPEND nothing ").literal(SampleMessages.PLAIN).end();
    client.run("NOOP");
    client.command("APPEND nothing ").literalPlus(SampleMessages.PLAIN).end();
    client.run("NOOP");
    client.command("APPEND nothing ").literalPlus(SampleMessages.large()).end();
    client.run("STATUS INBOX (MESSAGES)");
  }

  private static void appendMany(Client client) throws IOException {
    client.login();
    client
        .command("APPEND INBOX " + DATE + " ")
        .literal(SampleMessages.PLAIN)
        .text(" (\\Seen) " + DATE + " ")
        .literal(SampleMessages.MULTIPART)
        .text(" ")
        .literalPlus(SampleMessages.NESTED)
        .end();
    client
        .command("APPEND INBOX ")
        .literalPlus(SampleMessages.EIGHT_BIT)
        .text(" (\\Flagged) ")
        .literal(SampleMessages.EMPTY)
        .end();
    client.run("SELECT INBOX");
    client.run("FETCH 1:* (UID FLAGS RFC822.SIZE)");
    client.run("FETCH 3 BODY[]");
  }

  private static void appendBinary(Client client) throws IOException {
    client.login();
    client
        .command("APPEND INBOX " + DATE + " ")
        .literal8Plus(
            "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Transfer-Encoding: binary\r\n\r\n\0\1\2\r\n\0\u00ff")
        .end();
    client.run("SELECT INBOX");
    client.run("FETCH 1 (BINARY.SIZE[1] BODYSTRUCTURE)");
    client.run("FETCH 1 BINARY[1]");
    client.run("FETCH 1 BODY[]");
  }

  private static void store(Client client) throws IOException {
    some(client, 4);
    client.run("STORE 1 FLAGS (\\Seen)");
    client.run("STORE 1:2 +FLAGS (\\Flagged $Own)");
    client.run("STORE 2 -FLAGS \\Flagged");
    client.run("STORE 1:* FLAGS.SILENT ()");
    client.run("STORE 3 +FLAGS.SILENT (\\Answered)");
    client.run("STORE 3 +FLAGS \\Answered \\Draft");
    client.run("UID STORE 4 +FLAGS (\\Deleted)");
    client.run("UID STORE 99 +FLAGS (\\Deleted)");
    client.run("STORE 99 +FLAGS (\\Deleted)");
    client.run("FETCH 1:* FLAGS");
    client.through("\\Recent is the server's", "a\\d+ BAD .+").run("STORE 1 FLAGS (\\Recent)");
  }

  private static void copyAndMove(Client client) throws IOException {
    some(client, 6);
    client.run("CREATE Box");
    client.run("COPY 1:2 Box");
    client.run("UID COPY 3,5 \"Box\"");
    client.run("COPY 1 nothing");
    client.command("COPY 4 ").literal("Box").end();
    client.run("MOVE 1 Box");
    client.run("UID MOVE 2:3 Box");
    client.run("MOVE 1 nothing");
    client.run("UID MOVE 99 Box");
    client.run("FETCH 1:* UID");
    client.run("SELECT Box");
    client.run("FETCH 1:* (UID FLAGS INTERNALDATE)");
  }

  private static void expunge(Client client) throws IOException {
    some(client, 8);
    client.run("EXPUNGE");
    client.run("STORE 2,4,6 +FLAGS.SILENT (\\Deleted)");
    client.run("UID EXPUNGE 1:4");
    client.run("FETCH 1:* (UID FLAGS)");
    client.run("EXPUNGE");
    client.run("UID STORE 8 +FLAGS (\\Deleted)");
    client.run("UID EXPUNGE 1:3");
    client.run("CLOSE");
    client.run("SELECT INBOX");
  }

  private static void idle(Client client) throws IOException {
    some(client, 1);
    Client other = client.another("b");
    other.login();
    String tag = client.start("IDLE");
    client.hearContinuation("IDLE", tag);
    other.append("INBOX", SampleMessages.PLAIN);
    client.hearUntil("(waits for the message)", line -> line.endsWith(" RECENT\r\n"));
    client.send("DONE\r\n");
    client.hearTagged("DONE", tag);
    client.run("FETCH 2 (UID RFC822.SIZE)");
    String again = client.start("IDLE");
    client.hearContinuation("IDLE", again);
    // As a telephone does: DONE and what comes next in one segment.
    client.send("done\r\nx9 NOOP\r\n");
    client.hearTagged("done, NOOP", "x9");
    client.send("y1 IDLE\r\nDONE\r\n");
    client.hearTagged("IDLE, DONE", "y1");
    client.run("NOOP");
  }

  private static void twoConnections(Client client) throws IOException {
    some(client, 5);
    Client other = client.another("b");
    other.login();
    other.run("SELECT INBOX");
    other.run("STORE 2 +FLAGS (\\Deleted)");
    client.run("NOOP");
    other.run("EXPUNGE");
    // Until NOOP the numbers are the old ones.
    client.run("FETCH 3 UID");
    client.run("NOOP");
    client.run("FETCH 1:* UID");
    other.append("INBOX", SampleMessages.EMPTY);
    client.run("CHECK");
    other.run("LOGOUT");
    client.run("LOGOUT");
  }

  private static void burst(Client client) throws IOException {
    some(client, 3);
    List<String> commands = new ArrayList<>();
    for (int i = 0; commands.size() < BURST; i++) {
      commands.add(
          switch (i % 8) {
            case 0 -> "NOOP";
            case 1 -> "FETCH 1:* (FLAGS UID)";
            case 2 -> "FETCH 2 BODY.PEEK[]";
            case 3 -> "UID SEARCH ALL";
            case 4 -> "STORE 1 +FLAGS ($Flag" + i + ")";
            case 5 -> "STATUS Sent (MESSAGES)";
            case 6 -> "SEARCH RETURN (COUNT) KEYWORD $Flag" + (i - 2);
            default -> "FETCH 1 (FLAGS BODY.PEEK[HEADER.FIELDS (Subject)])";
          });
    }
    client.burst(commands);
    client.run("NOOP");
  }

  private static void burstOfBarriers(Client client) throws IOException {
    client.burst(
        List.of(
            "CAPABILITY",
            "LOGIN " + client.user() + " " + DovecotServer.PASSWORD,
            "SELECT INBOX",
            "CREATE Box",
            "SELECT Box",
            "NOOP",
            "EXAMINE INBOX",
            "FETCH 1:* FLAGS",
            "UNSELECT",
            "STATUS Box (MESSAGES)",
            "SELECT nothing",
            "LIST \"\" Box",
            "LOGOUT"));
    client.hearClose();
  }

  private static void some(Client client, int messages) throws IOException {
    client.login();
    for (int i = 0; i < messages; i++) {
      client.append("INBOX", SampleMessages.SMALL.get(i % SampleMessages.SMALL.size()));
    }
    client.run("SELECT INBOX");
  }
}
