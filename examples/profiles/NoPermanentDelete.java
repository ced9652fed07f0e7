import io.postern.imap.Argument;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import java.util.List;
import java.util.Optional;

/**
 * Mail is read, written, flagged and moved, to the trash as well, but no message is ever removed.
 * Commands pass by name only, so what the gateway learns later is refused until it stands here.
 */
public class NoPermanentDelete extends ImapProxy {
  private static final List<String> PASSING =
      List.of(
          "CAPABILITY",
          "NOOP",
          "LOGOUT",
          "ID",
          "STARTTLS",
          "AUTHENTICATE",
          "LOGIN",
          "ENABLE",
          "SELECT",
          "EXAMINE",
          "CREATE",
          "SUBSCRIBE",
          "UNSUBSCRIBE",
          "LIST",
          "LSUB",
          "NAMESPACE",
          "STATUS",
          "IDLE",
          "CHECK",
          "UNSELECT",
          "SEARCH",
          "FETCH",
          "COPY",
          // A message that was moved is there still, in another mailbox.
          "MOVE");

  private static final List<String> SHOWN =
      List.of(
          "IMAP4rev1",
          "IMAP4rev2",
          "LITERAL+",
          "LITERAL-",
          "SASL-IR",
          "AUTH=PLAIN",
          "AUTH=LOGIN",
          "AUTH=CRAM-MD5",
          "AUTH=SCRAM-SHA-1",
          "AUTH=SCRAM-SHA-256",
          "AUTH=SCRAM-SHA-512",
          "AUTH=XOAUTH2",
          "AUTH=OAUTHBEARER",
          "ID",
          "ENABLE",
          "UTF8=ACCEPT",
          "NAMESPACE",
          "CHILDREN",
          "LIST-EXTENDED",
          "LIST-STATUS",
          "SPECIAL-USE",
          "STATUS=SIZE",
          "IDLE",
          "UNSELECT",
          "ESEARCH",
          "SEARCHRES",
          "BINARY",
          "MOVE",
          "MULTIAPPEND",
          // For COPYUID and APPENDUID; its UID EXPUNGE is refused.
          "UIDPLUS");

  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    t.request("*").reject();
    PASSING.forEach(command -> t.request(command).accept());
    // What is marked \Deleted goes at the next EXPUNGE, whoever sends that: no message gets the
    // mark here.
    t.request("STORE").call(this::store);
    t.request("APPEND").call(this::append);
    t.request("EXPUNGE").reject("Mail is never removed here");
    t.request("UID EXPUNGE").reject("Mail is never removed here");
    // CLOSE expunges what others marked; UNSELECT doesn't.
    t.request("CLOSE").rewrite("UNSELECT");
    // A mailbox takes its messages with it. A new name may be one that the server empties by
    // itself.
    t.request("DELETE").reject("Folders are kept here");
    t.request("RENAME").reject("Folders are kept here");
    t.capability("*").drop();
    SHOWN.forEach(name -> t.capability(name).accept());
  }

  /** To take the mark away is fine. */
  private RequestAction store(Call call) {
    boolean removing =
        call.arguments().get(1) instanceof Argument.Text(String mode) && mode.startsWith("-FLAGS");
    return removing ? RequestAction.ACCEPT : unmarked(call);
  }

  private RequestAction append(Call call) {
    return unmarked(call);
  }

  private static RequestAction unmarked(Call call) {
    return marks(call.arguments())
        ? new RequestAction.Reject(Optional.of("Move mail to the trash instead"))
        : RequestAction.ACCEPT;
  }

  /** Whether the flag is among them; system flags are in upper case, however they were written. */
  private static boolean marks(List<Argument> arguments) {
    return arguments.stream()
        .anyMatch(
            argument ->
                argument instanceof Argument.Parens list
                    ? marks(list.items())
                    : argument.equals(new Argument.Text("\\DELETED")));
  }
}
