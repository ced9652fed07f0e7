import io.postern.imap.Argument;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.policy.ResponseAction;
import java.util.List;

/**
 * Users read what we write, not what the server does: its texts are replaced, and codes that only
 * help to spy are dropped.
 */
public class QuietServer extends ImapProxy {
  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    for (String login : List.of("LOGIN", "AUTHENTICATE")) {
      t.response(login, "TAGGED", "NO").rewrite("Wrong name or password; help: +1 555 0100");
      // One answer, whether the user is unknown, expired or locked.
      t.response(login, "TAGGED", "[*]").drop();
      t.response(login, "TAGGED", "[CAPABILITY]").accept();
    }
    // Warnings of its own troubles; those that no command brought on have a rule in the base.
    t.response("*", "UNTAGGED", "NO").drop();
    t.response("UNSOLICITED", "UNTAGGED", "NO").drop();
    t.response("*", "TAGGED", "NO").call(this::refusal);
  }

  /** A full mailbox is worth a sentence of its own. */
  private ResponseAction refusal(Call call) {
    boolean full =
        call.arguments().getFirst() instanceof Argument.Brackets code
            && code.items().contains(new Argument.Text("OVERQUOTA"));
    return new ResponseAction.Rewrite(
        full ? "Your mailbox is full; please delete some mail" : "The server can't do that");
  }
}
