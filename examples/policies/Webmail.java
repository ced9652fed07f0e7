import io.postern.policy.AbstractImapProxy;
import io.postern.policy.PolicyTables;
import java.util.List;

/** For a webmail that is known: what it needs stands here, and nothing else passes. */
public class Webmail extends AbstractImapProxy {
  private static final List<String> COMMANDS =
      List.of(
          "CAPABILITY",
          "LOGIN",
          "LOGOUT",
          "NOOP",
          "LIST",
          "STATUS",
          "SELECT",
          "UNSELECT",
          "UID SEARCH",
          "UID FETCH",
          "UID STORE",
          "UID MOVE",
          "APPEND");

  private static final List<String> CAPABILITIES =
      List.of("IMAP4rev1", "UIDPLUS", "UNSELECT", "MOVE", "ESEARCH", "SPECIAL-USE");

  @Override
  protected void config(PolicyTables t) {
    COMMANDS.forEach(command -> t.request(command).accept());
    t.response("GREETING", "UNTAGGED", "OK").accept();
    t.response("*", "ALL", "OK").accept();
    t.response("*", "TAGGED", "NO").accept();
    t.response("*", "TAGGED", "BAD").accept();
    t.response("*", "UNTAGGED", "BYE").accept();
    // Codes that the gateway knows are kept without an entry.
    t.response("CAPABILITY", "UNTAGGED", "CAPABILITY").accept();
    t.response("LOGIN", "UNTAGGED", "CAPABILITY").accept();
    t.response("LIST", "UNTAGGED", "LIST").accept();
    t.response("STATUS", "UNTAGGED", "STATUS").accept();
    t.response("SELECT", "UNTAGGED", "*").accept();
    t.response("UID SEARCH", "UNTAGGED", "SEARCH").accept();
    t.response("UID SEARCH", "UNTAGGED", "ESEARCH").accept();
    t.response("UID FETCH", "UNTAGGED", "FETCH").accept();
    t.response("UID STORE", "UNTAGGED", "FETCH").accept();
    t.response("UID MOVE", "UNTAGGED", "EXPUNGE").accept();
    // A server may say these at any time, and the client must hear them (RFC 3501, 5.2).
    for (String name : List.of("EXISTS", "RECENT", "EXPUNGE", "FETCH")) {
      t.response("UNSOLICITED", "UNTAGGED", name).accept();
    }
    CAPABILITIES.forEach(name -> t.capability(name).accept());
  }
}
