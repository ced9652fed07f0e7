import io.postern.imap.Argument;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mail is read, and nothing at the server changes: no mailbox, no message, no flag, {@code \Seen}
 * among them. Commands pass by name only, so what the gateway learns later is refused until it
 * stands here.
 */
public class ReadOnly extends ImapProxy {
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
          "EXAMINE",
          "LIST",
          "LSUB",
          "NAMESPACE",
          "STATUS",
          "IDLE",
          "UNSELECT",
          "SEARCH");

  private static final List<String> WRITING =
      List.of("APPEND", "STORE", "COPY", "MOVE", "EXPUNGE", "UID EXPUNGE");

  private static final List<String> ON_FOLDERS =
      List.of("CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE");

  /** What only helps to write (MOVE, UIDPLUS, MULTIAPPEND) isn't shown. */
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
          "BINARY");

  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    t.request("*").reject();
    PASSING.forEach(command -> t.request(command).accept());
    WRITING.forEach(command -> t.request(command).reject("Mail is only read here"));
    ON_FOLDERS.forEach(command -> t.request(command).reject("Folders are kept here"));
    // Every mailbox is opened by EXAMINE, and a server that doesn't say [READ-ONLY] then hasn't
    // understood.
    t.request("SELECT").call(this::examine);
    t.response("EXAMINE", "TAGGED", "OK").call(this::opened);
    // A checkpoint may write; where there is nothing to write it is a NOOP (RFC 3501, 6.4.1).
    t.request("CHECK").rewrite("NOOP");
    // Where a server takes EXAMINE for SELECT, CLOSE expunges and BODY[...] sets \Seen.
    t.request("CLOSE").rewrite("UNSELECT");
    t.request("FETCH").call(this::peek);
    t.capability("*").drop();
    SHOWN.forEach(name -> t.capability(name).accept());
  }

  private RequestAction examine(Call call) {
    return new RequestAction.RewriteForm("EXAMINE", call.arguments());
  }

  private ResponseAction opened(Call call) {
    return call.arguments().getFirst() instanceof Argument.Brackets code
            && code.items().contains(new Argument.Text("READ-ONLY"))
        ? ResponseAction.ACCEPT
        : new ResponseAction.Abort(Optional.of("The server doesn't open mailboxes read-only"));
  }

  private RequestAction peek(Call call) {
    List<Argument> peeking = peeking(call.arguments());
    return peeking.equals(call.arguments())
        ? RequestAction.ACCEPT
        : new RequestAction.RewriteForm(call.command(), peeking);
  }

  /** The same items, but none that sets {@code \Seen} (RFC 3501, 6.4.5; RFC 3516, 4.2). */
  private static List<Argument> peeking(List<Argument> items) {
    List<Argument> made = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      boolean section = i + 1 < items.size() && items.get(i + 1) instanceof Argument.Brackets;
      switch (items.get(i)) {
        case Argument.Parens list -> made.add(new Argument.Parens(peeking(list.items())));
        case Argument.Text(String word)
            when section && (word.equals("BODY") || word.equals("BINARY")) ->
            made.add(new Argument.Text(word + ".PEEK"));
        case Argument.Text(String word) when word.equals("RFC822") -> {
          made.add(new Argument.Text("BODY.PEEK"));
          made.add(new Argument.Brackets(List.of()));
        }
        case Argument.Text(String word) when word.equals("RFC822.TEXT") -> {
          made.add(new Argument.Text("BODY.PEEK"));
          made.add(new Argument.Brackets(List.of(new Argument.Text("TEXT"))));
        }
        case Argument other -> made.add(other);
      }
    }
    return made;
  }
}
