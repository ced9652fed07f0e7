import io.postern.imap.Argument;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import java.util.Optional;

/** Every mailbox but Drafts is opened read-only; names are compared as the server gets them. */
public class ExamineOnly extends ImapProxy {
  private int refused;

  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    t.request("SELECT").call(this::select);
    t.request("DELETE").call(this::delete);
  }

  private RequestAction select(Call call) {
    return call.arguments().getFirst().equals(new Argument.Text("Drafts"))
        ? RequestAction.ACCEPT
        : new RequestAction.RewriteForm("EXAMINE", call.arguments());
  }

  /** Each session has an instance of its own: the count is that of one client. */
  private RequestAction delete(Call call) {
    refused++;
    return refused > 3
        ? new RequestAction.Abort(Optional.of("That is enough"))
        : new RequestAction.Reject(Optional.of("Folders are kept here"));
  }
}
