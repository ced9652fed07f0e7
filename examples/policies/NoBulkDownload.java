import io.postern.imap.Argument;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import java.util.List;
import java.util.Optional;

/**
 * Whoever asks for the text of all messages at once gets none: 20 at a time is what people need.
 */
public class NoBulkDownload extends ImapProxy {
  private static final long MESSAGES_MAX = 20;

  @Override
  protected void config(PolicyTables t) {
    super.config(t);
    t.request("FETCH").call(this::fetch);
    t.stack("FETCH", "text");
  }

  /** UID FETCH is asked about here, too. */
  private RequestAction fetch(Call call) {
    return count(call.arguments().getFirst()) > MESSAGES_MAX && whole(call.arguments())
        ? new RequestAction.Reject(Optional.of("No more than 20 messages at a time"))
        : RequestAction.ACCEPT;
  }

  /** How many messages a set may mean; a {@code *} or {@code $} stands for any number. */
  private static long count(Argument set) {
    return switch (set) {
      case Argument.Number one -> 1;
      case Argument.Range range when range.first() < 0 || range.last() < 0 -> Long.MAX_VALUE;
      case Argument.Range range -> Math.abs(range.last() - range.first()) + 1;
      case Argument.Commas list -> {
        long sum = 0;
        for (Argument each : list.items()) {
          long more = count(each);
          sum = more == Long.MAX_VALUE || sum == Long.MAX_VALUE ? Long.MAX_VALUE : sum + more;
        }
        yield sum;
      }
      default -> Long.MAX_VALUE;
    };
  }

  /** Whether text is asked for: {@code BODY[]}, {@code BODY[1]}, {@code RFC822}... */
  private static boolean whole(List<Argument> items) {
    for (int i = 0; i < items.size(); i++) {
      boolean found =
          switch (items.get(i)) {
            case Argument.Parens list -> whole(list.items());
            case Argument.Text(String word) -> word.equals("RFC822") || word.equals("RFC822.TEXT");
            case Argument.Brackets section ->
                !headers(section) && !items.get(i - 1).equals(new Argument.Text("BINARY.SIZE"));
            default -> false;
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  /** Whether a section is of headers only. */
  private static boolean headers(Argument.Brackets section) {
    return !section.items().isEmpty()
        && section.items().getFirst() instanceof Argument.Text(String word)
        && (word.contains("HEADER") || word.endsWith("MIME"));
  }
}
