package io.postern.imap;

import java.util.List;
import java.util.Optional;

/**
 * A command as the grammar of RFC 9051 and RFC 3501 gives it, without its tag. The branch of the
 * sealed type is the section of RFC 9051 that says in which states it is allowed.
 */
public sealed interface Command {
  CommandName commandName();

  /** RFC 9051, section 6.1. */
  sealed interface InAnyState extends Command {}

  /** RFC 9051, section 6.2. */
  sealed interface NotAuthenticated extends Command {}

  /** RFC 9051, section 6.3. */
  sealed interface Authenticated extends Command {}

  /** RFC 9051, section 6.4. */
  sealed interface Selected extends Command {}

  /** CAPABILITY, NOOP, LOGOUT: no arguments. */
  enum Plain implements InAnyState {
    CAPABILITY(CommandName.CAPABILITY),
    NOOP(CommandName.NOOP),
    LOGOUT(CommandName.LOGOUT);

    private final CommandName commandName;

    Plain(CommandName commandName) {
      this.commandName = commandName;
    }

    @Override
    public CommandName commandName() {
      return commandName;
    }
  }

  /**
   * ID, RFC 2971: at most 30 pairs.
   *
   * @param fields empty for NIL and for {@code ()}
   */
  record Id(List<Field> fields) implements InAnyState {
    /** One field; an empty value is NIL. */
    public record Field(Octets name, Optional<Octets> value) {}

    public Id {
      fields = List.copyOf(fields);
    }

    @Override
    public CommandName commandName() {
      return CommandName.ID;
    }
  }

  record StartTls() implements NotAuthenticated {
    @Override
    public CommandName commandName() {
      return CommandName.STARTTLS;
    }
  }

  /**
   * AUTHENTICATE.
   *
   * @param mechanism upper case
   * @param initialResponse the base64 text as sent (canonical), {@code =} for the empty one (RFC
   *     4959)
   */
  record Authenticate(String mechanism, Optional<Secret> initialResponse)
      implements NotAuthenticated {
    @Override
    public CommandName commandName() {
      return CommandName.AUTHENTICATE;
    }
  }

  record Login(Octets user, Secret password) implements NotAuthenticated {
    @Override
    public CommandName commandName() {
      return CommandName.LOGIN;
    }
  }

  /** ENABLE, RFC 5161: upper case, at least one. */
  record Enable(List<String> capabilities) implements Authenticated {
    public Enable {
      capabilities = List.copyOf(capabilities);
    }

    @Override
    public CommandName commandName() {
      return CommandName.ENABLE;
    }
  }

  /** SELECT and EXAMINE. */
  record Select(boolean examine, Mailbox mailbox) implements Authenticated {
    @Override
    public CommandName commandName() {
      return examine ? CommandName.EXAMINE : CommandName.SELECT;
    }
  }

  /** CREATE, DELETE, SUBSCRIBE, UNSUBSCRIBE: one mailbox. */
  record OnMailbox(CommandName commandName, Mailbox mailbox) implements Authenticated {
    public OnMailbox {
      switch (commandName) {
        case CREATE, DELETE, SUBSCRIBE, UNSUBSCRIBE -> {}
        default -> throw new IllegalArgumentException(commandName.text());
      }
    }
  }

  record Rename(Mailbox from, Mailbox to) implements Authenticated {
    @Override
    public CommandName commandName() {
      return CommandName.RENAME;
    }
  }

  /**
   * LIST, with RFC 5258, RFC 5819 and RFC 6154.
   *
   * @param selection empty if no parenthesized selection options were given
   * @param reference as written, decoded
   * @param patterns at least one; more than one only in the extended form
   * @param returns return options; absent if there was no RETURN
   */
  record ListMailboxes(
      Optional<List<SelectionOption>> selection,
      String reference,
      List<String> patterns,
      boolean patternList,
      Optional<List<ReturnOption>> returns)
      implements Authenticated {
    /** list-select-opt. */
    public enum SelectionOption {
      SUBSCRIBED,
      REMOTE,
      RECURSIVEMATCH,
      SPECIAL_USE
    }

    /** return-option. */
    public sealed interface ReturnOption {}

    /** Return options of one word. */
    public enum ReturnWord implements ReturnOption {
      SUBSCRIBED,
      CHILDREN,
      SPECIAL_USE
    }

    /** {@code STATUS (..)}. */
    public record ReturnStatus(List<StatusItem> items) implements ReturnOption {
      public ReturnStatus {
        items = List.copyOf(items);
      }
    }

    public ListMailboxes {
      selection = selection.map(List::copyOf);
      patterns = List.copyOf(patterns);
      returns = returns.map(List::copyOf);
    }

    @Override
    public CommandName commandName() {
      return CommandName.LIST;
    }

    /** Whether it asks for STATUS responses. */
    public boolean asksStatus() {
      return returns.stream().flatMap(List::stream).anyMatch(ReturnStatus.class::isInstance);
    }
  }

  /** LSUB, RFC 3501, section 6.3.9. */
  record Lsub(String reference, String pattern) implements Authenticated {
    @Override
    public CommandName commandName() {
      return CommandName.LSUB;
    }
  }

  record Namespace() implements Authenticated {
    @Override
    public CommandName commandName() {
      return CommandName.NAMESPACE;
    }
  }

  /** status-att. */
  enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    DELETED,
    SIZE
  }

  record Status(Mailbox mailbox, List<StatusItem> items) implements Authenticated {
    public Status {
      items = List.copyOf(items);
    }

    @Override
    public CommandName commandName() {
      return CommandName.STATUS;
    }
  }

  /** The head of APPEND up to its first message literal. */
  record Append(Mailbox mailbox, AppendMessage first) implements Authenticated {
    @Override
    public CommandName commandName() {
      return CommandName.APPEND;
    }
  }

  /**
   * One message of an APPEND (RFC 3502 allows more): what stands before its literal, and the
   * literal.
   *
   * @param flags absent if no list was given
   * @param date the date-time as written, without quotes
   */
  record AppendMessage(
      Optional<List<String>> flags, Optional<String> date, MessageLiteral literal) {
    public AppendMessage {
      flags = flags.map(List::copyOf);
    }
  }

  record Idle() implements Authenticated {
    @Override
    public CommandName commandName() {
      return CommandName.IDLE;
    }
  }

  /** CHECK, CLOSE, UNSELECT, EXPUNGE: no arguments. */
  enum PlainSelected implements Selected {
    CHECK(CommandName.CHECK),
    CLOSE(CommandName.CLOSE),
    UNSELECT(CommandName.UNSELECT),
    EXPUNGE(CommandName.EXPUNGE);

    private final CommandName commandName;

    PlainSelected(CommandName commandName) {
      this.commandName = commandName;
    }

    @Override
    public CommandName commandName() {
      return commandName;
    }
  }

  record UidExpunge(SequenceSet set) implements Selected {
    @Override
    public CommandName commandName() {
      return CommandName.UID_EXPUNGE;
    }
  }

  /**
   * SEARCH and UID SEARCH.
   *
   * @param returns absent without RETURN; empty for {@code RETURN ()}
   * @param charset as written, upper case
   */
  record Search(
      boolean uid,
      Optional<List<SearchReturn>> returns,
      Optional<String> charset,
      List<SearchKey> keys)
      implements Selected {
    /** search-return-opt of RFC 9051. */
    public enum SearchReturn {
      MIN,
      MAX,
      ALL,
      COUNT,
      SAVE
    }

    public Search {
      returns = returns.map(List::copyOf);
      keys = List.copyOf(keys);
    }

    @Override
    public CommandName commandName() {
      return uid ? CommandName.UID_SEARCH : CommandName.SEARCH;
    }

    public boolean saves() {
      return returns.isPresent() && returns.get().contains(SearchReturn.SAVE);
    }
  }

  /** FETCH and UID FETCH; {@code list} if the items stood in parentheses. */
  record Fetch(boolean uid, SequenceSet set, List<FetchItem> items, boolean list)
      implements Selected {
    public Fetch {
      items = List.copyOf(items);
    }

    @Override
    public CommandName commandName() {
      return uid ? CommandName.UID_FETCH : CommandName.FETCH;
    }

    /** The {@link FetchKind} bits that it asks for; UID FETCH always asks for UID. */
    public int kinds() {
      int kinds = uid ? FetchKind.UID.bit() : 0;
      for (FetchItem item : items) {
        kinds |= item.kinds();
      }
      return kinds;
    }
  }

  /** STORE and UID STORE; {@code list} if the flags stood in parentheses. */
  record Store(
      boolean uid, SequenceSet set, Mode mode, boolean silent, List<String> flags, boolean list)
      implements Selected {
    /** FLAGS, +FLAGS, -FLAGS. */
    public enum Mode {
      REPLACE,
      ADD,
      REMOVE
    }

    public Store {
      flags = List.copyOf(flags);
    }

    @Override
    public CommandName commandName() {
      return uid ? CommandName.UID_STORE : CommandName.STORE;
    }
  }

  /** COPY, MOVE and their UID forms. */
  record CopyOrMove(boolean uid, boolean move, SequenceSet set, Mailbox mailbox)
      implements Selected {
    @Override
    public CommandName commandName() {
      if (move) {
        return uid ? CommandName.UID_MOVE : CommandName.MOVE;
      }
      return uid ? CommandName.UID_COPY : CommandName.COPY;
    }
  }

  /** Whether the command uses {@code $} (RFC 5182). */
  default boolean usesSaved() {
    return switch (this) {
      case Fetch fetch -> fetch.set().isSaved();
      case Store store -> store.set().isSaved();
      case CopyOrMove copy -> copy.set().isSaved();
      case UidExpunge expunge -> expunge.set().isSaved();
      case Search search -> search.keys().stream().anyMatch(SearchKey::usesSaved);
      case InAnyState command -> false;
      case NotAuthenticated command -> false;
      case Authenticated command -> false;
      case PlainSelected command -> false;
    };
  }
}
