package io.postern.it;

import java.io.IOException;
import java.util.List;

/** Mailboxes: their names, their states, their opening and closing. */
final class MailboxTalks {
  static final List<Talk> ALL =
      List.of(
          new Talk("mailboxes", MailboxTalks::mailboxes),
          new Talk("names", MailboxTalks::names),
          new Talk("list", MailboxTalks::list),
          new Talk("list-extended", MailboxTalks::listExtended),
          new Talk("subscribe", MailboxTalks::subscribe),
          new Talk("select", MailboxTalks::select),
          new Talk("status", MailboxTalks::status));

  private MailboxTalks() {}

  private static void mailboxes(Client client) throws IOException {
    client.login();
    client.run("CREATE Projects");
    client.run("CREATE Projects");
    client.run("CREATE Projects/2026");
    client.run("CREATE Later/");
    client.run("RENAME Projects Plans");
    client.run("RENAME Nothing Something");
    client.run("RENAME Plans INBOX");
    client.run("DELETE Plans");
    client.run("DELETE Plans");
    client.run("DELETE INBOX");
    client.run("LIST \"\" *");
    client.run("CREATE \"\"");
    client.run("SELECT Plans/2026");
    client.run("UNSELECT");
    client.run("DELETE Plans/2026");
    client.run("NOOP");
  }

  private static void names(Client client) throws IOException {
    client.login();
    client.run("CREATE \"with space\"");
    client.run("CREATE \"with \\\"quotes\\\" and \\\\\"");
    client.run("CREATE Entw&APw-rfe");
    client.run("CREATE &BBoEMAQ9BDAEOwQ4BDcEMARGBDgETw-");
    client.run("CREATE \"R&-D (50%!)\"");
    client.command("CREATE ").literal("by literal").end();
    client.command("CREATE ").literalPlus("by literal, plus").end();
    client.command("RENAME ").literalPlus("by literal").text(" ").literal("renamed {5}").end();
    client.run("LIST \"\" \"*\"");
    client.command("STATUS ").literal("Entw&APw-rfe").text(" (MESSAGES)").end();
    client.run("SELECT \"with \\\"quotes\\\" and \\\\\"");
    client.run("SELECT iNbOx");
    client.through("not canonical modified UTF-7", "a\\d+ BAD .+").run("CREATE &AGE-");
    client.through("not canonical modified UTF-7", "a\\d+ BAD .+").run("CREATE &broken");
  }

  private static void list(Client client) throws IOException {
    client.login();
    client.run("CREATE a/b/c");
    client.run("CREATE a/d");
    client.run("LIST \"\" \"\"");
    client.run("LIST \"\" *");
    client.run("LIST \"\" %");
    client.run("LIST a/ %");
    client.run("LIST \"\" a/%");
    client.run("list \"a\" \"/*\"");
    client.run("LIST \"\" INBOX");
    client.run("LIST \"\" nothing*");
    client.command("LIST ").literal("").text(" ").literalPlus("a%").end();
    client.run("LSUB \"\" *");
    client.run("LSUB \"\" %");
    client.run("NAMESPACE");
  }

  private static void listExtended(Client client) throws IOException {
    client.login();
    client.run("CREATE a/b");
    client.run("SUBSCRIBE a/b");
    client.run("LIST (SUBSCRIBED) \"\" *");
    client.run("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %");
    client.run("LIST (REMOTE) \"\" (INBOX a%) RETURN (CHILDREN SUBSCRIBED)");
    client.run("LIST \"\" % RETURN (CHILDREN)");
    client.run("LIST \"\" (INBOX Sent) RETURN (STATUS (MESSAGES UIDNEXT UNSEEN))");
    client.run("LIST () \"\" INBOX RETURN ()");
  }

  private static void subscribe(Client client) throws IOException {
    client.login();
    client.run("CREATE news");
    client.run("SUBSCRIBE news");
    client.run("SUBSCRIBE nothing");
    client.run("LSUB \"\" *");
    client.run("UNSUBSCRIBE news");
    client.run("UNSUBSCRIBE news");
    client.run("LSUB \"\" n%");
  }

  private static void select(Client client) throws IOException {
    client.login();
    client.run("SELECT INBOX");
    client.append("INBOX", SampleMessages.PLAIN);
    client.append("INBOX", SampleMessages.MULTIPART);
    client.run("CHECK");
    client.run("STORE 1 +FLAGS (\\Deleted $Own)");
    client.run("EXAMINE INBOX");
    client.run("STORE 1 -FLAGS (\\Deleted)");
    client.run("EXPUNGE");
    client.run("CLOSE");
    client.run("SELECT nothing");
    client.run("SELECT INBOX");
    client.run("SELECT nothing");
    client.through("nothing is selected", "a\\d+ BAD .+").run("FETCH 1 FLAGS");
    client.run("SELECT INBOX");
    client.run("UNSELECT");
    client.run("STATUS INBOX (MESSAGES)");
    client.run("SELECT INBOX");
    client.run("CLOSE");
    client.run("STATUS INBOX (MESSAGES)");
    client.run("LOGOUT");
    client.hearClose();
  }

  private static void status(Client client) throws IOException {
    client.login();
    client.append("INBOX", SampleMessages.PLAIN);
    client.run("STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN SIZE)");
    client
        .through(
            "INBOX in any case is INBOX, and so the server hears it",
            "\\* STATUS INBOX \\(UNSEEN 1\\)",
            "a\\d+ OK .+")
        .run("STATUS inbox (UNSEEN)");
    client.run("STATUS nothing (MESSAGES)");
    client.run("STATUS \"Sent\" (MESSAGES UIDNEXT)");
    client.through("no such item", "a\\d+ BAD .+").run("STATUS INBOX (NOTHING)");
  }
}
