package io.postern.wire;

import io.postern.imap.Command;
import io.postern.imap.Mailbox;
import io.postern.imap.Octets;
import io.postern.imap.SequenceSet;
import java.util.List;

/** The parser's inverse: a command as octets toward the server. */
public final class CommandEncoder {
  private final CommandWriter out = new CommandWriter();

  /** For a session, which writes one command after the other into the same octets. */
  public CommandEncoder() {}

  /**
   * How literals may be sent: {@code LITERAL+}, {@code LITERAL-} or IMAP4rev2 (up to 4096 octets),
   * or neither.
   */
  public enum Literals {
    SYNCHRONIZING,
    MINUS,
    PLUS;

    /** Whether a literal of that size may be sent as {@code {n+}}. */
    public boolean nonSynchronizing(long octets) {
      return this == PLUS || (this == MINUS && octets <= 4096);
    }
  }

  /**
   * The command with its tag, cut where the server's consent must be awaited: all but the last
   * segment end with {@code {n}} CRLF. The last ends with the command's CRLF; for APPEND it ends
   * with the marker of its message literal and CRLF.
   *
   * @param messageNonSynchronizing APPEND only: its message literal is announced as {@code {n+}}
   */
  public static List<Octets> encode(
      String tag,
      Command command,
      Literals literals,
      boolean utf8,
      boolean messageNonSynchronizing) {
    CommandWriter out = new CommandWriter();
    out.begin(literals, utf8);
    out.raw(tag);
    behindTag(out, command, messageNonSynchronizing);
    return out.segments();
  }

  /**
   * The same. The first segment, mostly the only one, stands in {@link #array} until the next
   * command.
   */
  public void write(
      byte[] tag,
      Command command,
      Literals literals,
      boolean utf8,
      boolean messageNonSynchronizing) {
    out.begin(literals, utf8);
    out.raw(tag);
    behindTag(out, command, messageNonSynchronizing);
  }

  /** What was written: up to {@link #firstLength}. */
  public byte[] array() {
    return out.array();
  }

  public int firstLength() {
    return out.firstLength();
  }

  /** The segments behind the first, in a list of the caller's own if there are any. */
  public List<Octets> furtherSegments() {
    return out.furtherSegments();
  }

  /** Lets go of what was written, which may be a password. */
  public void forget() {
    out.forget();
  }

  /** Lets go of what a long command needed. */
  public void rest() {
    out.rest();
  }

  private static void behindTag(
      CommandWriter out, Command command, boolean messageNonSynchronizing) {
    out.raw(' ');
    out.raw(command.commandName().text());
    arguments(out, command, messageNonSynchronizing);
    if (!(command instanceof Command.Append)) {
      out.raw("\r\n");
    }
  }

  private static void arguments(
      CommandWriter out, Command command, boolean messageNonSynchronizing) {
    switch (command) {
      case Command.Plain plain -> {}
      case Command.PlainSelected plain -> {}
      case Command.StartTls startTls -> {}
      case Command.Namespace namespace -> {}
      case Command.Idle idle -> {}
      case Command.Id id -> id(out, id);
      case Command.Authenticate authenticate -> {
        out.raw(' ');
        out.raw(authenticate.mechanism());
        authenticate
            .initialResponse()
            .ifPresent(
                response -> {
                  out.raw(' ');
                  out.raw(response.reveal().text());
                });
      }
      case Command.Login login -> {
        out.raw(' ');
        out.astring(login.user());
        out.raw(' ');
        out.astring(login.password().reveal());
      }
      case Command.Enable enable -> {
        for (String capability : enable.capabilities()) {
          out.raw(' ');
          out.raw(capability);
        }
      }
      case Command.Select select -> mailbox(out, select.mailbox());
      case Command.OnMailbox on -> mailbox(out, on.mailbox());
      case Command.Rename rename -> {
        mailbox(out, rename.from());
        mailbox(out, rename.to());
      }
      case Command.ListMailboxes list -> MailboxGrammar.write(out, list);
      case Command.Lsub lsub -> {
        out.raw(' ');
        out.mailbox(lsub.reference());
        out.raw(' ');
        out.pattern(lsub.pattern());
      }
      case Command.Status status -> {
        mailbox(out, status.mailbox());
        out.raw(' ');
        MailboxGrammar.writeItems(out, status.items());
      }
      case Command.Append append -> {
        mailbox(out, append.mailbox());
        AppendGrammar.write(out, append.first(), messageNonSynchronizing);
      }
      case Command.UidExpunge expunge -> set(out, expunge.set());
      case Command.Search search -> SearchCommandGrammar.write(out, search);
      case Command.Fetch fetch -> {
        set(out, fetch.set());
        out.raw(' ');
        if (fetch.list()) {
          out.list(fetch.items(), item -> FetchCommandGrammar.write(out, item));
        } else {
          FetchCommandGrammar.write(out, fetch.items().getFirst());
        }
      }
      case Command.Store store -> {
        set(out, store.set());
        FlagGrammar.write(out, store);
      }
      case Command.CopyOrMove copy -> {
        set(out, copy.set());
        mailbox(out, copy.mailbox());
      }
    }
  }

  private static void mailbox(CommandWriter out, Mailbox mailbox) {
    out.raw(' ');
    out.mailbox(mailbox);
  }

  private static void set(CommandWriter out, SequenceSet set) {
    out.raw(' ');
    SequenceSetGrammar.write(out, set);
  }

  private static void id(CommandWriter out, Command.Id id) {
    out.raw(' ');
    if (id.fields().isEmpty()) {
      out.raw("NIL");
      return;
    }
    out.list(
        id.fields(),
        field -> {
          out.string(field.name());
          out.raw(' ');
          field.value().ifPresentOrElse(out::string, () -> out.raw("NIL"));
        });
  }

  /** What announces a further message of an APPEND: SP, flags, date, marker, CRLF. */
  public static Octets encodeNext(Command.AppendMessage message, boolean nonSynchronizing) {
    CommandWriter out = new CommandWriter();
    out.begin(Literals.SYNCHRONIZING, false);
    AppendGrammar.write(out, message, nonSynchronizing);
    return out.segments().getFirst();
  }
}
