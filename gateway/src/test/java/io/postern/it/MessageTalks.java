package io.postern.it;

import java.io.IOException;
import java.util.List;

/** Reading: FETCH of all shapes, SEARCH of all kinds. */
final class MessageTalks {
  static final List<Talk> ALL =
      List.of(
          new Talk("fetch", MessageTalks::fetch),
          new Talk("fetch-parts", MessageTalks::fetchParts),
          new Talk("fetch-ranges", MessageTalks::fetchRanges),
          new Talk("fetch-structure", MessageTalks::fetchStructure),
          new Talk("fetch-by-uid", MessageTalks::fetchByUid),
          new Talk("fetch-large", MessageTalks::fetchLarge),
          new Talk("search", MessageTalks::search),
          new Talk("search-return", MessageTalks::searchReturn));

  private MessageTalks() {}

  private static void open(Client client) throws IOException {
    client.login();
    for (String message : SampleMessages.SMALL) {
      client.append("INBOX", message);
    }
    client.run("SELECT INBOX");
  }

  private static void fetch(Client client) throws IOException {
    open(client);
    client.run("FETCH 1 ALL");
    client.run("FETCH 1 FAST");
    client.run("FETCH 1 FULL");
    client.run("FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)");
    client.run("FETCH 2:4,1 BODY.PEEK[HEADER.FIELDS (Subject From To)]");
    client
        .through(
            "the command is encoded anew, without needless quotes, and Dovecot echoes it",
            "(?s)\\* 5 FETCH \\(BODY\\[HEADER.FIELDS \\(SUBJECT\\)] \\{12}\r\nSubject:\r\n\r\n\\)",
            "a\\d+ OK .+")
        .run("FETCH 5 BODY.PEEK[HEADER.FIELDS (\"Subject\")]");
    client.run("FETCH 2 (BODY.PEEK[HEADER.FIELDS.NOT (Received)] FLAGS)");
    client.run("FETCH * BODY.PEEK[HEADER]");
    client.run("FETCH 1 BODY.PEEK[TEXT]");
    client.run("FETCH 1 BODY[]");
    client.run("FETCH 1 FLAGS");
    client.run("FETCH 2 RFC822");
    client.run("FETCH 3 RFC822.HEADER");
    client.run("FETCH 3 (RFC822.TEXT FLAGS)");
    client.run("FETCH 4 (BODY[TEXT] BODY[HEADER] UID)");
    client.run("FETCH 5 (BODY[] BODY[TEXT] BODY[HEADER.FIELDS (Subject)])");
    client.run("FETCH 1:6 BODY[]");
    client.run("FETCH 7 FLAGS");
    client.run("FETCH 3:* FLAGS");
  }

  private static void fetchParts(Client client) throws IOException {
    open(client);
    client.run("FETCH 2 BODY.PEEK[1]");
    client.run("FETCH 2 BODY.PEEK[1.1]");
    client.run("FETCH 2 (BODY.PEEK[1.1.MIME] BODY.PEEK[1.2.MIME] BODY.PEEK[2.MIME])");
    client.run("FETCH 2 (BODY[1.2] BODY[2])");
    client.run("FETCH 2 BODY.PEEK[3]");
    client.run("FETCH 3 (BODY.PEEK[1.HEADER] BODY.PEEK[1.TEXT])");
    client.run("FETCH 3 BODY.PEEK[1.1.1]");
    client.run("FETCH 3 BODY.PEEK[2.HEADER.FIELDS (Message-ID)]");
    client.run("FETCH 3 BODY.PEEK[2.HEADER.FIELDS.NOT (Received)]");
    client.run("FETCH 2 BINARY.PEEK[2]");
    client.run("FETCH 2 BINARY[1.1]");
    client.run("FETCH 2 BINARY.SIZE[2]");
    client.run("FETCH 2 (BINARY.PEEK[1.1]<2.5> UID)");
  }

  private static void fetchRanges(Client client) throws IOException {
    open(client);
    client.run("FETCH 1 BODY.PEEK[]<0.1>");
    client.run("FETCH 1 BODY.PEEK[]<0.100>");
    client.run("FETCH 1 BODY.PEEK[]<100.100>");
    client.run("FETCH 1 BODY.PEEK[]<100000.10>");
    client.run("FETCH 1 BODY.PEEK[TEXT]<3.2147483647>");
    client.run("FETCH 2 (BODY.PEEK[1]<0.10> BODY.PEEK[1]<10.10> BODY.PEEK[2.MIME]<5.5>)");
    client.run("FETCH 2 BODY[HEADER.FIELDS (Subject)]<1.4>");
    client.through("a range of nothing", "a\\d+ BAD .+").run("FETCH 1 BODY.PEEK[]<0.0>");
    client.through("not closed", "a\\d+ BAD .+").run("FETCH 1 BODY.PEEK[<0.10>");
    client.through("message numbers begin at 1", "a\\d+ BAD .+").run("FETCH 0 FLAGS");
    client.through("no such item", "a\\d+ BAD .+").run("FETCH 1 BLURB");
    client.through("no such section", "a\\d+ BAD .+").run("FETCH 1 BODY[MIME]");
  }

  private static void fetchStructure(Client client) throws IOException {
    open(client);
    client.run("FETCH 1:* ENVELOPE");
    client.run("FETCH 1:* BODY");
    client.run("FETCH 1:* BODYSTRUCTURE");
    client.run("FETCH 2 (BODYSTRUCTURE ENVELOPE INTERNALDATE BODY.PEEK[1.1] RFC822.SIZE UID)");
  }

  private static void fetchByUid(Client client) throws IOException {
    open(client);
    client.run("STORE 2 +FLAGS.SILENT (\\Deleted)");
    client.run("EXPUNGE");
    client.run("UID FETCH 1:* FLAGS");
    client.run("UID FETCH 3 (UID BODY.PEEK[1.TEXT])");
    client.run("UID FETCH 2 FLAGS");
    client.run("UID FETCH 4294967295 FLAGS");
    client.run("UID FETCH *:1 RFC822.SIZE");
    client.run("uid fetch 1,3,5 (envelope)");
  }

  private static void fetchLarge(Client client) throws IOException {
    client.login();
    client.append("INBOX", SampleMessages.large());
    client
        .command("APPEND INBOX (\\Seen) \"01-Nov-2026 00:00:00 +0000\" ")
        .literal(SampleMessages.large())
        .end();
    client.run("SELECT INBOX");
    client.run("FETCH 1:2 (RFC822.SIZE BODY.PEEK[])");
    client.run("FETCH 1 BODY.PEEK[]<1048576.524288>");
    client.burst(List.of("FETCH 1 BODY[TEXT]", "FETCH 1 FLAGS", "FETCH 2 BODY[]", "NOOP"));
  }

  private static void search(Client client) throws IOException {
    open(client);
    client.run("STORE 2,4 +FLAGS (\\Flagged $Work)");
    client.run("SEARCH ALL");
    client.run("SEARCH FLAGGED");
    client.run("SEARCH KEYWORD $Work UNKEYWORD $Other");
    client.run("SEARCH FROM bob SUBJECT \"picture\"");
    client.run("SEARCH OR (FROM bob) NOT (LARGER 300 SMALLER 100000)");
    client.run("SEARCH 2:4 UID 1:3 UNDRAFT");
    client.run("SEARCH SENTSINCE 6-Nov-2026 SENTBEFORE 08-Nov-2026");
    client.run("SEARCH ON 5-Nov-2026");
    client.run("SEARCH HEADER Message-ID <one@ TEXT morning BODY Ada");
    client.run("SEARCH SUBJECT nothing-like-it");
    client.command("SEARCH SUBJECT ").literal("large").end();
    client.command("SEARCH CHARSET UTF-8 SUBJECT ").literalPlus("Gr\u00c3\u00bc").end();
    client
        .command("SEARCH CHARSET ISO-8859-1 OR SUBJECT ")
        .literalPlus("Gr\u00fc")
        .text(" TO ")
        .literal("carol")
        .end();
    client.run("SEARCH CHARSET UTF-8 TEXT Grosse");
    client.run("SEARCH CHARSET X-NONE TEXT a");
    client.run("UID SEARCH FLAGGED");
    client.run("UID SEARCH UID 3:*");
    client.run("SEARCH NEW");
    client.through("no such key", "a\\d+ BAD .+").run("SEARCH BLURB");
  }

  private static void searchReturn(Client client) throws IOException {
    open(client);
    client.run("SEARCH RETURN () ALL");
    client.run("SEARCH RETURN (MIN MAX COUNT ALL) FROM example.org");
    client.run("UID SEARCH RETURN (COUNT) SEEN");
    client.run("SEARCH RETURN (MIN) SUBJECT nothing-like-it");
    client.run("SEARCH RETURN (SAVE) FROM bob");
    client.run("FETCH $ FLAGS");
    client.run("UID FETCH $ (UID)");
    client.run("SEARCH RETURN (SAVE COUNT) $ LARGER 1");
    client.run("STORE $ +FLAGS (\\Answered)");
    client.run("SEARCH $");
    client.burst(
        List.of("SEARCH RETURN (ALL) ALL", "UID SEARCH RETURN (MAX) ALL", "SEARCH ANSWERED"));
  }
}
