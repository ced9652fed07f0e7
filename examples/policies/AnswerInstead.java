import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;

/**
 * The gateway answers what needs no server: it spares a slow one, and tells clients what we want
 * them to hear.
 */
public class AnswerInstead extends ImapProxy {
  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    t.request("CAPABILITY").respond("OK Done", "[IMAP4rev1 IDLE NAMESPACE]");
    t.request("ID")
        .respond(
            "OK Done",
            "[(\"name\" \"Mail of Example Inc\" \"support-url\""
                + " \"https://mail.example.com/help\")]");
    t.request("NAMESPACE").respond("OK Done", "[((\"\" \"/\")) NIL NIL]");
    t.request("SUBSCRIBE").respond("OK All folders are subscribed here");
    t.request("UNSUBSCRIBE").respond("NO [CANNOT] All folders are subscribed here");
    t.request("CHECK").rewrite("NOOP");
  }
}
