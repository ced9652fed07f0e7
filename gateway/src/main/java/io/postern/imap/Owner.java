package io.postern.imap;

/**
 * The first dimension of the response table: the command that a response belongs to, or one of the
 * two pseudo commands.
 *
 * <p>Closed and numbered, so that static verdicts are array look-ups: {@link #index} runs from 0 to
 * {@link #COUNT} - 1.
 */
public final class Owner {
  private static final Owner[] OF_COMMANDS = new Owner[CommandName.values().length];

  static {
    for (CommandName name : CommandName.values()) {
      OF_COMMANDS[name.ordinal()] = new Owner(name.ordinal(), name.text());
    }
  }

  /** The server's first line. */
  public static final Owner GREETING = new Owner(OF_COMMANDS.length, "GREETING");

  /** What no pending command asked for. */
  public static final Owner UNSOLICITED = new Owner(OF_COMMANDS.length + 1, "UNSOLICITED");

  public static final int COUNT = OF_COMMANDS.length + 2;

  private final int index;
  private final String text;

  private Owner(int index, String text) {
    this.index = index;
    this.text = text;
  }

  public static Owner of(CommandName name) {
    return OF_COMMANDS[name.ordinal()];
  }

  public int index() {
    return index;
  }

  /** The name in policies: {@code "UID FETCH"}, {@code "GREETING"}, {@code "UNSOLICITED"}. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
