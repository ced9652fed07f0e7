import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import java.util.List;

/** A policy on top of another one. */
public class HideServerReadOnly extends HideServer {
  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    for (String command : List.of("APPEND", "STORE", "EXPUNGE", "COPY", "MOVE")) {
      t.request(command).reject();
    }
    // CLOSE would expunge; UNSELECT leaves the mailbox as it is.
    t.request("CLOSE").rewrite("UNSELECT");
  }
}

/** The same as in HideServer.java: a source is compiled by itself. */
class HideServer extends ImapProxy {
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
