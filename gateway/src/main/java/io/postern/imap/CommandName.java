package io.postern.imap;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The commands that the engine understands, by the section of the RFC that allows them. What isn't
 * here is answered BAD.
 */
public enum CommandName {
  CAPABILITY(Section.ANY),
  NOOP(Section.ANY),
  LOGOUT(Section.ANY),
  ID(Section.ANY),
  STARTTLS(Section.NONAUTH),
  AUTHENTICATE(Section.NONAUTH),
  LOGIN(Section.NONAUTH),
  ENABLE(Section.AUTH),
  SELECT(Section.AUTH),
  EXAMINE(Section.AUTH),
  CREATE(Section.AUTH),
  DELETE(Section.AUTH),
  RENAME(Section.AUTH),
  SUBSCRIBE(Section.AUTH),
  UNSUBSCRIBE(Section.AUTH),
  LIST(Section.AUTH),
  LSUB(Section.AUTH),
  NAMESPACE(Section.AUTH),
  STATUS(Section.AUTH),
  APPEND(Section.AUTH),
  IDLE(Section.AUTH),
  CHECK(Section.SELECTED),
  CLOSE(Section.SELECTED),
  UNSELECT(Section.SELECTED),
  EXPUNGE(Section.SELECTED),
  SEARCH(Section.SELECTED),
  FETCH(Section.SELECTED),
  STORE(Section.SELECTED),
  COPY(Section.SELECTED),
  MOVE(Section.SELECTED),
  UID_FETCH(FETCH),
  UID_STORE(STORE),
  UID_COPY(COPY),
  UID_MOVE(MOVE),
  UID_SEARCH(SEARCH),
  UID_EXPUNGE(EXPUNGE);

  /** Which connection states allow a command: the headings of RFC 9051, sections 6.1 to 6.4. */
  public enum Section {
    ANY,
    NONAUTH,
    AUTH,
    SELECTED;

    public boolean allowedIn(ConnectionState state) {
      return switch (this) {
        case ANY -> state != ConnectionState.QUIT && state != ConnectionState.AUTHENTICATING;
        case NONAUTH -> state == ConnectionState.NONAUTH || state == ConnectionState.INITIAL;
        case AUTH -> state.authenticated();
        case SELECTED -> state == ConnectionState.SELECTED;
      };
    }
  }

  private static final Map<String, CommandName> BY_TEXT = new HashMap<>();

  static {
    for (CommandName name : values()) {
      BY_TEXT.put(name.text, name);
    }
  }

  private final Section section;
  private final String text;
  private final Optional<CommandName> plain;

  CommandName(Section section) {
    this.section = section;
    this.text = name();
    this.plain = Optional.empty();
  }

  CommandName(CommandName plain) {
    this.section = plain.section;
    this.text = "UID " + plain.text;
    this.plain = Optional.of(plain);
  }

  /** The name on the wire and in policies: {@code "UID FETCH"}. */
  public String text() {
    return text;
  }

  public Section section() {
    return section;
  }

  /** For {@code UID FETCH} the command {@code FETCH}; for a one-word command nothing. */
  public Optional<CommandName> plain() {
    return plain;
  }

  /** The command behind a {@code UID} prefix, or the command itself. */
  public CommandName base() {
    return plain.orElse(this);
  }

  /** The command of that name (upper case), also {@code "UID FETCH"}. */
  public static Optional<CommandName> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  @Override
  public String toString() {
    return text;
  }
}
