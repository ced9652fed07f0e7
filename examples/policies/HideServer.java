import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;

/** Says nothing about the server behind: hide-server.yaml in Java. */
public class HideServer extends ImapProxy {
  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    t.request("RENAME").reject();
    t.request("DELETE").reject("Folders are kept here");
    t.request("CAPABILITY").respond("OK CAPABILITY completed", "[IMAP4rev1]");
    t.response("GREETING", "UNTAGGED", "OK").rewrite("Welcome to IMAP proxy");
    t.capability("IMAP4rev1").accept();
    t.capability("AUTH=PLAIN").accept();
    t.capability("*").drop();
  }
}
