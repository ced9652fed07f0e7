import io.postern.imap.Argument;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Folders under Legal are for the lawyers' own program: they are neither listed nor opened here.
 */
public class HideFolders extends ImapProxy {
  /** Each command that names a mailbox, APPEND, COPY and MOVE to one among them. */
  private static final List<String> NAMING =
      List.of(
          "SELECT",
          "EXAMINE",
          "STATUS",
          "CREATE",
          "DELETE",
          "RENAME",
          "SUBSCRIBE",
          "UNSUBSCRIBE",
          "APPEND",
          "COPY",
          "MOVE");

  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    NAMING.forEach(command -> t.request(command).call(this::open));
    for (String name : List.of("LIST", "LSUB", "STATUS")) {
      t.response("*", "UNTAGGED", name).call(this::list);
    }
    // More exact rules of the base would win.
    t.response("UNSOLICITED", "UNTAGGED", "LIST").call(this::list);
    t.response("UNSOLICITED", "UNTAGGED", "STATUS").call(this::list);
  }

  private RequestAction open(Call call) {
    return call.arguments().stream().anyMatch(HideFolders::hidden)
        ? new RequestAction.Reject(Optional.of("No such folder"))
        : RequestAction.ACCEPT;
  }

  private ResponseAction list(Call call) {
    return call.arguments().stream().anyMatch(HideFolders::hidden)
        ? ResponseAction.DROP
        : ResponseAction.ACCEPT;
  }

  /** Servers may take names in any case, and part folders by a slash or a dot. */
  private static boolean hidden(Argument name) {
    return name instanceof Argument.Text(String text)
        && text.toLowerCase(Locale.ROOT).matches("legal([/.].*)?");
  }
}
