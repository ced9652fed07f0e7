import io.postern.policy.ImapProxyStrict;
import io.postern.policy.PolicyTables;

/**
 * RFC 3501 by the letter and no quirk of a server, but clients are told of new mail as it comes.
 */
public class StrictAndIdle extends ImapProxyStrict {
  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    t.request("IDLE").accept();
    // The base names the responses of each command, so those of a further command want a rule, too.
    t.response("IDLE", "ALL", "*").accept();
    t.capability("IDLE").accept();
    // A server that sends clients elsewhere isn't ours; other policies take the code away, this one
    // the connection.
    t.response("*", "ALL", "[REFERRAL]").abort("This server sends you elsewhere");
  }
}
