package io.postern.wire;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.FetchItem;
import io.postern.imap.Mailbox;
import io.postern.imap.MessageLiteral;
import io.postern.imap.Octets;
import io.postern.imap.SearchKey;
import io.postern.imap.Secret;
import io.postern.imap.SequenceSet;
import io.postern.imap.Tag;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Valid commands of every name, from a seeded stream; what is odd but allowed comes often. */
public final class RandomCommands {
  private static final String ATOM_CHARS =
      "abcXYZ0123456789!#$&'+,-./:;<=>?@[^_`|}~ABCDEFGHIJKLMNOPQRSTUVW";
  private static final String TAG_CHARS = ATOM_CHARS.replace("+", "") + "]";
  private static final String[] MONTHS = {
    "Jan", "feb", "MAR", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  private static final String[] NAMES = {
    "INBOX",
    "inbox",
    "Inbox/x",
    "Trash",
    "Entw\u00fcrfe",
    "a&b",
    "&",
    "\u65e5\u672c\u8a9e/x-\u672c",
    "with space",
    "\"quoted\\\"",
    "100%",
    "*",
    "",
    "NIL",
    "nil",
    "\ud83d\ude00x",
    "a]b[c",
    "{5}",
    "(x)",
    "x".repeat(1100),
    "~peter/mail/\u53f0\u5317",
    "&AGE-",
    "-",
    "RETURN",
    "a".repeat(1024)
  };
  private static final String[] TEXTS = {
    "",
    "x",
    "NIL",
    "nil",
    "a b",
    "\"",
    "\\",
    "{5+}",
    "caf\u00e9",
    "a\r\nb NOOP",
    "\n",
    "]",
    "(",
    "joe@example.org",
    "ALL",
    "1:5",
    "y".repeat(1024),
    "y".repeat(1025),
    "\u0001\u007f",
    "%*"
  };

  private final RandomGenerator random;

  public RandomCommands(RandomGenerator random) {
    this.random = random;
  }

  public Tag tag() {
    return new Tag(some(TAG_CHARS, 1, random.nextInt(50) == 0 ? Tag.OCTETS_MAX : 8));
  }

  /** Any command; an APPEND is its head. */
  public Command next() {
    return of(pick(CommandName.values()));
  }

  /** A command of that name. */
  public Command of(CommandName name) {
    boolean uid = name.plain().isPresent();
    return switch (name) {
      case CAPABILITY -> Command.Plain.CAPABILITY;
      case NOOP -> Command.Plain.NOOP;
      case LOGOUT -> Command.Plain.LOGOUT;
      case ID -> new Command.Id(list(0, 30, this::idField));
      case STARTTLS -> new Command.StartTls();
      case AUTHENTICATE ->
          new Command.Authenticate(
              pick("PLAIN", "LOGIN", "SCRAM-SHA-256", "X+Y"), maybe(this::initialResponse));
      case LOGIN -> new Command.Login(text(), new Secret(text()));
      case ENABLE ->
          new Command.Enable(list(1, 3, () -> pick("UTF8=ACCEPT", "IMAP4REV2", "CONDSTORE", "X")));
      case SELECT -> new Command.Select(false, mailbox());
      case EXAMINE -> new Command.Select(true, mailbox());
      case CREATE, DELETE, SUBSCRIBE, UNSUBSCRIBE -> new Command.OnMailbox(name, mailbox());
      case RENAME -> new Command.Rename(mailbox(), mailbox());
      case LIST -> listMailboxes();
      case LSUB -> new Command.Lsub(name(), name());
      case NAMESPACE -> new Command.Namespace();
      case STATUS -> new Command.Status(mailbox(), statusItems());
      case APPEND -> new Command.Append(mailbox(), message());
      case IDLE -> new Command.Idle();
      case CHECK -> Command.PlainSelected.CHECK;
      case CLOSE -> Command.PlainSelected.CLOSE;
      case UNSELECT -> Command.PlainSelected.UNSELECT;
      case EXPUNGE -> Command.PlainSelected.EXPUNGE;
      case UID_EXPUNGE -> new Command.UidExpunge(set());
      case SEARCH, UID_SEARCH ->
          new Command.Search(
              uid,
              maybe(() -> list(0, 5, () -> pick(Command.Search.SearchReturn.values()))),
              maybe(() -> pick("UTF-8", "US-ASCII", "X Y", "")),
              list(1, 4, () -> key(4)));
      case FETCH, UID_FETCH -> fetch(uid);
      case STORE, UID_STORE -> store(uid);
      case COPY, UID_COPY -> new Command.CopyOrMove(uid, false, set(), mailbox());
      case MOVE, UID_MOVE -> new Command.CopyOrMove(uid, true, set(), mailbox());
    };
  }

  private Command.Id.Field idField() {
    return new Command.Id.Field(
        Octets.ascii(some(ATOM_CHARS + " \"\\\r", 0, 30)),
        maybe(() -> Octets.ascii(some(ATOM_CHARS + " \"\\\n", 0, 40))));
  }

  private Secret initialResponse() {
    byte[] octets = new byte[random.nextInt(20)];
    random.nextBytes(octets);
    String text = octets.length == 0 ? "=" : Base64.getEncoder().encodeToString(octets);
    return new Secret(Octets.ascii(text));
  }

  private Command listMailboxes() {
    boolean patternList = random.nextBoolean();
    List<Command.ListMailboxes.SelectionOption> selection = new ArrayList<>();
    if (random.nextBoolean()) {
      selection.add(Command.ListMailboxes.SelectionOption.SUBSCRIBED);
      selection.addAll(list(0, 3, () -> pick(Command.ListMailboxes.SelectionOption.values())));
    }
    return new Command.ListMailboxes(
        maybe(() -> selection),
        name(),
        list(1, patternList ? 4 : 1, this::name),
        patternList,
        maybe(() -> list(0, 4, this::returnOption)));
  }

  private Command.ListMailboxes.ReturnOption returnOption() {
    return random.nextInt(3) == 0
        ? new Command.ListMailboxes.ReturnStatus(statusItems())
        : pick(Command.ListMailboxes.ReturnWord.values());
  }

  private List<Command.StatusItem> statusItems() {
    return list(1, 4, () -> pick(Command.StatusItem.values()));
  }

  /** What stands before a message of an APPEND. */
  public Command.AppendMessage message() {
    return new Command.AppendMessage(
        maybe(() -> list(0, 4, this::flag)),
        maybe(this::dateTime),
        new MessageLiteral(
            random.nextInt(8) == 0 ? random.nextLong(Long.MAX_VALUE) : random.nextInt(10_000),
            random.nextBoolean(),
            random.nextInt(4) == 0));
  }

  private String dateTime() {
    int day = 1 + random.nextInt(31);
    return (day < 10 ? (random.nextBoolean() ? "0" : " ") : "")
        + day
        + "-"
        + pick(MONTHS)
        + "-"
        + digits(4)
        + " "
        + random.nextInt(10, 24)
        + ":0"
        + random.nextInt(10)
        + ":"
        + random.nextInt(10, 61)
        + " "
        + pick("+", "-")
        + pick("0000", "1400", "2359", "0530");
  }

  private Command fetch(boolean uid) {
    if (random.nextBoolean()) {
      return new Command.Fetch(uid, set(), list(1, 5, this::item), true);
    }
    FetchItem item = random.nextBoolean() ? item() : pick(FetchItem.Macro.values());
    return new Command.Fetch(uid, set(), List.of(item), false);
  }

  private FetchItem item() {
    return switch (random.nextInt(5)) {
      case 0 -> new FetchItem.Body(random.nextBoolean(), section(), maybe(this::partial));
      case 1 ->
          new FetchItem.Binary(
              random.nextBoolean(), list(0, 3, this::nonZero), maybe(this::partial));
      case 2 -> new FetchItem.BinarySize(list(0, 3, this::nonZero));
      default -> pick(FetchItem.Attribute.values());
    };
  }

  private FetchItem.Section section() {
    List<Long> part = list(0, 3, this::nonZero);
    return new FetchItem.Section(
        part,
        maybe(
            () ->
                random.nextBoolean()
                    ? new FetchItem.HeaderFields(
                        random.nextBoolean(), list(1, 3, this::headerField))
                    : part.isEmpty()
                        ? pick(FetchItem.SectionWord.HEADER, FetchItem.SectionWord.TEXT)
                        : pick(FetchItem.SectionWord.values())));
  }

  private Octets headerField() {
    return random.nextInt(4) == 0 ? text() : Octets.ascii(pick("To", "From", "Subject", "x]y"));
  }

  private FetchItem.Partial partial() {
    return new FetchItem.Partial(random.nextLong(Long.MAX_VALUE), nonZero());
  }

  private Command store(boolean uid) {
    boolean parenthesized = random.nextBoolean();
    return new Command.Store(
        uid,
        set(),
        pick(Command.Store.Mode.values()),
        random.nextBoolean(),
        list(parenthesized ? 0 : 1, 4, this::flag),
        parenthesized);
  }

  private String flag() {
    return random.nextBoolean()
        ? pick("\\Seen", "\\deleted", "\\Answered", "\\X", "$Junk", "$", "NIL", "a[b")
        : some(ATOM_CHARS, 1, 8);
  }

  private SearchKey key(int depth) {
    int choice = random.nextInt(depth > 0 ? 11 : 8);
    return switch (choice) {
      case 0, 1 -> pick(SearchKey.Word.values());
      case 2 ->
          new SearchKey.OnDate(
              pick("BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE"),
              (1 + random.nextInt(31)) + "-" + pick(MONTHS) + "-" + digits(4));
      case 3 ->
          new SearchKey.WithText(
              pick("BCC", "BODY", "CC", "FROM", "SUBJECT", "TEXT", "TO"), text());
      case 4 -> new SearchKey.Header(text(), text());
      case 5 -> new SearchKey.OfSize(random.nextBoolean(), random.nextLong(Long.MAX_VALUE));
      case 6 -> new SearchKey.WithKeyword(random.nextBoolean(), some(ATOM_CHARS, 1, 8));
      case 7 -> random.nextBoolean() ? new SearchKey.InSet(set()) : new SearchKey.InUids(set());
      case 8 -> new SearchKey.Not(key(depth - 1));
      case 9 -> new SearchKey.Or(key(depth - 1), key(depth - 1));
      default -> new SearchKey.Group(list(1, 3, () -> key(depth - 1)));
    };
  }

  public SequenceSet set() {
    return random.nextInt(12) == 0 ? SequenceSet.SAVED : new SequenceSet(list(1, 5, this::element));
  }

  private SequenceSet.Element element() {
    return random.nextBoolean()
        ? new SequenceSet.Single(sequenceNumber())
        : new SequenceSet.Range(sequenceNumber(), sequenceNumber());
  }

  private long sequenceNumber() {
    return random.nextInt(5) == 0 ? SequenceSet.STAR : nonZero();
  }

  private long nonZero() {
    return random.nextInt(5) == 0
        ? random.nextLong(1, SequenceSet.NUMBER_MAX + 1)
        : random.nextLong(1, 100);
  }

  public Mailbox mailbox() {
    return new Mailbox(name());
  }

  /** A mailbox name, which may be a pattern as well. */
  public String name() {
    return random.nextInt(4) == 0 ? some("ab&-\u00e9\u20ac %*\"\\]~", 0, 12) : pick(NAMES);
  }

  /** Octets that an astring can carry. */
  public Octets text() {
    if (random.nextInt(3) > 0) {
      return Octets.utf8(pick(TEXTS));
    }
    byte[] octets = new byte[random.nextInt(12)];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) random.nextInt(1, 256);
    }
    return Octets.copyOf(octets);
  }

  private String some(String alphabet, int min, int max) {
    StringBuilder made = new StringBuilder();
    for (int i = random.nextInt(min, max + 1); i > 0; i--) {
      made.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return made.toString();
  }

  private String digits(int count) {
    return some("0123456789", count, count);
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(int min, int max, Supplier<? extends T> value) {
    List<T> made = new ArrayList<>();
    int wanted = min + random.nextInt(1 + random.nextInt(max - min + 1));
    for (int i = 0; i < wanted; i++) {
      made.add(value.get());
    }
    return made;
  }
}
