import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import java.util.List;

/**
 * No word of the server reaches a client: neither its greeting nor ID nor the texts of its answers.
 */
public class HideServer extends ImapProxy {
  /**
   * A list by names tells less than what the server has. CRAM-MD5's challenge has the server's name
   * in it (RFC 2195), a refused token the provider's address (RFC 7628).
   */
  private static final List<String> SHOWN =
      List.of(
          "IMAP4rev1",
          "LITERAL+",
          "LITERAL-",
          "SASL-IR",
          "AUTH=PLAIN",
          "AUTH=LOGIN",
          "AUTH=SCRAM-SHA-1",
          "AUTH=SCRAM-SHA-256",
          "AUTH=SCRAM-SHA-512",
          "ID",
          "ENABLE",
          "UTF8=ACCEPT",
          "NAMESPACE",
          "CHILDREN",
          "LIST-EXTENDED",
          "LIST-STATUS",
          "SPECIAL-USE",
          "IDLE",
          "UNSELECT",
          "ESEARCH",
          "MOVE",
          "MULTIAPPEND",
          "UIDPLUS");

  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    // Nor does the server hear who asks.
    t.request("ID").respond("OK Done", "[NIL]");
    t.response("GREETING", "UNTAGGED", "OK").rewrite("Ready");
    t.response("GREETING", "UNTAGGED", "PREAUTH").rewrite("Ready");
    t.response("GREETING", "UNTAGGED", "BYE").rewrite("Not available");
    // Texts may say anything, their codes say what a program needs.
    t.response("*", "ALL", "OK").rewrite("Done");
    t.response("*", "ALL", "NO").rewrite("Not done");
    t.response("*", "ALL", "BAD").rewrite("Not understood");
    t.response("*", "ALL", "BYE").rewrite("Goodbye");
    t.response("LOGIN", "TAGGED", "NO").rewrite("Login failed");
    t.response("AUTHENTICATE", "TAGGED", "NO").rewrite("Login failed");
    // The base names these, and the more exact rule wins.
    t.response("UNSOLICITED", "UNTAGGED", "OK").rewrite("Done");
    t.response("UNSOLICITED", "UNTAGGED", "NO").rewrite("Not done");
    t.response("UNSOLICITED", "UNTAGGED", "BAD").rewrite("Not understood");
    t.response("UNSOLICITED", "UNTAGGED", "BYE").rewrite("Goodbye");
    // An alert is to be shown to the user; what is left of its text isn't worth it.
    t.response("*", "ALL", "[ALERT]").drop();
    t.response("*", "ALL", "[PARSE]").drop();
    // The character sets that a server knows are as good as its name.
    t.response("*", "ALL", "[BADCHARSET]").drop();
    t.capability("*").drop();
    SHOWN.forEach(name -> t.capability(name).accept());
  }
}
