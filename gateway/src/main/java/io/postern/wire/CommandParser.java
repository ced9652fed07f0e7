package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.Limits;
import io.postern.imap.Mailbox;
import io.postern.imap.Octets;
import io.postern.imap.Secret;
import io.postern.imap.SequenceSet;
import io.postern.imap.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The grammar of commands, RFC 9051 section 9 and RFC 3501 section 9: recursive descent over a
 * frame's tokens.
 */
public final class CommandParser {
  /** What a line is. */
  public sealed interface Result {}

  /** A whole command, or the head of an APPEND up to its message literal. */
  public record Parsed(Tag tag, Command command) implements Result {}

  /**
   * A well-framed line that the grammar refuses.
   *
   * @param tag absent if the line doesn't begin with one
   * @param name absent if the command is unknown
   * @param reason a short true sentence in our own words, fit for a BAD
   */
  public record Malformed(Optional<Tag> tag, Optional<CommandName> name, String reason)
      implements Result {}

  /** What an announced literal is for. */
  public enum Role {
    ARGUMENT,
    MESSAGE
  }

  /** What is known when a literal is announced: the beginning of the line. */
  public record Head(Optional<Tag> tag, Optional<CommandName> name, Role role) {}

  /** What stands behind a message literal. */
  public sealed interface Tail {}

  /** The command ends. */
  public record End() implements Tail {}

  /** Another message is announced (RFC 3502). */
  public record Next(Command.AppendMessage message) implements Tail {}

  public record BrokenTail(String reason) implements Tail {}

  // RFC 2971, section 3.3.
  private static final int ID_PAIRS_MAX = 30;
  private static final int ID_FIELD_OCTETS_MAX = 30;
  private static final int ID_VALUE_OCTETS_MAX = 1024;

  private static final Words<CommandName> NAMES = names(false);
  private static final Words<CommandName> UID_NAMES = names(true);

  private final Cursor cursor;

  public CommandParser(Limits limits) {
    cursor = new Cursor(limits.nesting());
  }

  private static Words<CommandName> names(boolean uid) {
    Map<String, CommandName> words = new HashMap<>();
    for (CommandName name : CommandName.values()) {
      if (name.plain().isPresent() == uid) {
        words.put(name.base().text(), name);
      }
    }
    return new Words<>(words);
  }

  /**
   * At {@link Framer.Event#LITERAL}: cheap, whatever the line's length; says nothing about the
   * grammar of what was read.
   */
  public Head head(Frame frame) {
    cursor.begin(frame, Syntax.STRICT);
    Optional<Tag> tag = tag();
    if (tag.isEmpty()) {
      return new Head(tag, Optional.empty(), Role.ARGUMENT);
    }
    Optional<CommandName> name = name();
    // An APPEND has one argument that may be a literal, its mailbox; what is announced behind it is
    // a message.
    boolean message =
        name.isPresent()
            && name.get() == CommandName.APPEND
            && cursor.kind() != Frame.MARKER
            && cursor.kind() != 0;
    return new Head(tag, name, message ? Role.MESSAGE : Role.ARGUMENT);
  }

  /**
   * At LINE; or at LITERAL if {@link #head} said MESSAGE: then the result is the APPEND's head, or
   * malformed.
   */
  public Result parse(Frame frame, Syntax syntax) {
    cursor.begin(frame, syntax);
    Optional<Tag> tag = tag();
    if (tag.isEmpty()) {
      return new Malformed(tag, Optional.empty(), "the line does not begin with a tag");
    }
    Optional<CommandName> name = name();
    if (name.isEmpty()) {
      return new Malformed(tag, name, "the command is unknown");
    }
    try {
      Command command = command(name.get());
      cursor.finish();
      return new Parsed(tag.get(), command);
    } catch (Refusal refusal) {
      return new Malformed(tag, name, refusal.reason());
    }
  }

  private Optional<Tag> tag() {
    if (!cursor.tag() || cursor.end() - cursor.start() > Tag.OCTETS_MAX) {
      return Optional.empty();
    }
    return Optional.of(new Tag(cursor.array(), cursor.start(), cursor.end()));
  }

  /** The command's name, behind exactly one SP; a {@code UID} belongs to it. */
  private Optional<CommandName> name() {
    try {
      cursor.sp();
      cursor.part("");
      if (!Ascii.matches(cursor.array(), cursor.start(), cursor.end(), "UID")) {
        return Optional.ofNullable(NAMES.find(cursor.array(), cursor.start(), cursor.end()));
      }
      cursor.sp();
      cursor.part("");
      return Optional.ofNullable(UID_NAMES.find(cursor.array(), cursor.start(), cursor.end()));
    } catch (Refusal refusal) {
      return Optional.empty();
    }
  }

  private Command command(CommandName name) {
    boolean uid = name.plain().isPresent();
    return switch (name) {
      case CAPABILITY -> Command.Plain.CAPABILITY;
      case NOOP -> Command.Plain.NOOP;
      case LOGOUT -> Command.Plain.LOGOUT;
      case ID -> id();
      case STARTTLS -> new Command.StartTls();
      case AUTHENTICATE -> authenticate();
      case LOGIN -> login();
      case ENABLE -> enable();
      case SELECT -> new Command.Select(false, mailbox());
      case EXAMINE -> new Command.Select(true, mailbox());
      case CREATE, DELETE, SUBSCRIBE, UNSUBSCRIBE -> new Command.OnMailbox(name, mailbox());
      case RENAME -> new Command.Rename(mailbox(), mailbox());
      case LIST -> MailboxGrammar.list(cursor);
      case LSUB -> MailboxGrammar.lsub(cursor);
      case NAMESPACE -> new Command.Namespace();
      case STATUS -> MailboxGrammar.status(cursor);
      case APPEND -> AppendGrammar.parse(cursor);
      case IDLE -> new Command.Idle();
      case CHECK -> Command.PlainSelected.CHECK;
      case CLOSE -> Command.PlainSelected.CLOSE;
      case UNSELECT -> Command.PlainSelected.UNSELECT;
      case EXPUNGE -> Command.PlainSelected.EXPUNGE;
      case UID_EXPUNGE -> new Command.UidExpunge(set());
      case SEARCH, UID_SEARCH -> SearchCommandGrammar.parse(cursor, uid);
      case FETCH, UID_FETCH -> FetchCommandGrammar.parse(cursor, uid);
      case STORE, UID_STORE -> FlagGrammar.store(cursor, uid);
      case COPY, UID_COPY -> new Command.CopyOrMove(uid, false, set(), mailbox());
      case MOVE, UID_MOVE -> new Command.CopyOrMove(uid, true, set(), mailbox());
    };
  }

  private Mailbox mailbox() {
    cursor.sp();
    return cursor.mailbox();
  }

  private SequenceSet set() {
    cursor.sp();
    return SequenceSetGrammar.parse(cursor);
  }

  /** {@code login = "LOGIN" SP userid SP password}, both astrings. */
  private Command login() {
    cursor.sp();
    Octets user = cursor.astring();
    cursor.sp();
    return new Command.Login(user, new Secret(cursor.astring()));
  }

  /**
   * {@code authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp]}, {@code initial-resp =
   * (base64 / "=")}: RFC 4959.
   */
  private Command authenticate() {
    cursor.sp();
    String mechanism = Ascii.upper(cursor.atom("a mechanism is missing"));
    Optional<Secret> initial = Optional.empty();
    if (cursor.spaceFollows()) {
      cursor.sp();
      cursor.part("an initial response is malformed");
      byte[] octets = cursor.array();
      boolean empty = octets[cursor.start()] == '=' && cursor.end() - cursor.start() == 1;
      if (!empty && !Base64Line.isCanonical(octets, cursor.start(), cursor.end())) {
        throw new Refusal("an initial response is malformed");
      }
      initial = Optional.of(new Secret(cursor.copy()));
    }
    return new Command.Authenticate(mechanism, initial);
  }

  /** {@code enable = "ENABLE" 1*(SP capability)}. */
  private Command enable() {
    List<String> capabilities = new ArrayList<>();
    do {
      cursor.sp();
      capabilities.add(Ascii.upper(cursor.atom("a capability is malformed")));
    } while (cursor.spaceFollows());
    return new Command.Enable(capabilities);
  }

  /**
   * {@code id_params_list = "(" [string SP nstring *(SP string SP nstring)] ")" / nil}: RFC 2971,
   * section 5.
   */
  private Command id() {
    cursor.sp();
    List<Command.Id.Field> fields = new ArrayList<>();
    if (cursor.nil()) {
      return new Command.Id(fields);
    }
    cursor.open();
    while (!cursor.closes()) {
      if (!fields.isEmpty()) {
        cursor.sp();
      }
      Octets name = cursor.string();
      cursor.sp();
      Optional<Octets> value = cursor.nstring();
      if (fields.size() == ID_PAIRS_MAX
          || name.length() > ID_FIELD_OCTETS_MAX
          || value.map(Octets::length).orElse(0) > ID_VALUE_OCTETS_MAX) {
        throw new Refusal("an ID list is over its bounds");
      }
      fields.add(new Command.Id.Field(name, value));
    }
    return new Command.Id(fields);
  }

  /** Behind a streamed message literal, at LINE or LITERAL. */
  public Tail tail(Frame frame, Syntax syntax) {
    cursor.begin(frame, syntax);
    try {
      if (cursor.kind() == 0) {
        cursor.finish();
        return new End();
      }
      Command.AppendMessage message = AppendGrammar.message(cursor);
      cursor.finish();
      return new Next(message);
    } catch (Refusal refusal) {
      return new BrokenTail(refusal.reason());
    }
  }

  /**
   * A policy's line: command and arguments without a tag and without literals, such as {@code
   * EXAMINE "INBOX"}. The tag of the result means nothing.
   */
  public Result parseUntagged(String line, Syntax syntax) {
    byte[] octets = ("x " + line + "\r\n").getBytes(StandardCharsets.UTF_8);
    Framer framer = new Framer(Framer.Side.CLIENT, Limits.DEFAULT);
    framer.lineMax(octets.length);
    if (framer.read(octets, 0, octets.length) != Framer.Event.LINE
        || framer.consumed() != octets.length) {
      return new Malformed(Optional.empty(), Optional.empty(), "not one line without literals");
    }
    return parse(framer.frame(), syntax);
  }
}
