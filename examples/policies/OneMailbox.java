import io.postern.imap.ConnectionState;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import java.util.Optional;

/**
 * For a robot that fetches from one mailbox: it opens one, once; leaving that ends the session, and
 * so does what only a thief would try.
 */
public class OneMailbox extends ImapProxy {
  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    t.request("SELECT").call(this::open);
    t.request("EXAMINE").call(this::open);
    t.request("CLOSE").call(this::leave);
    t.request("UNSELECT").call(this::leave);
    // Whoever tries this learns nothing, and waits.
    t.request("RENAME").drop();
    t.request("DELETE").abort("This account doesn't do that");
    // Message numbers change, UIDs don't.
    t.request("FETCH").reject("Use UID FETCH");
    t.request("UID FETCH").accept();
  }

  /** A refusal would close the open mailbox, and the next SELECT would pass (RFC 3501, 6.3.1). */
  private RequestAction open(Call call) {
    return call.oldState() == ConnectionState.SELECTED
        ? new RequestAction.Abort(Optional.of("One mailbox a session"))
        : RequestAction.ACCEPT;
  }

  /** Once the server has said OK, the gateway says BYE. */
  private RequestAction leave(Call call) {
    call.enter(ConnectionState.QUIT);
    return RequestAction.ACCEPT;
  }
}
