package io.postern.policy;

import io.postern.imap.Argument;
import io.postern.imap.ConnectionState;
import java.util.ArrayList;
import java.util.List;

/**
 * What a policy function is called with, and where it leaves {@code imap_state_new}
 * (spec/policy-semantics.md, sections 6, 9).
 */
public final class Call {
  /** Lines that one call may log: a function that logs in a loop must not fill the disk. */
  public static final int LOG_LINES_MAX = 16;

  /** Characters of one logged line. */
  public static final int LOG_TEXT_MAX = 500;

  private static final int LOG_TAG_MAX = 64;

  /** A line that a function logged. */
  public record Logged(String tag, int level, String text) {}

  /** Most calls log nothing; written by the function's thread alone. */
  private volatile List<Logged> logged = List.of();

  private final String tag;
  private final String command;
  private final List<Argument> arguments;
  private final ConnectionState oldState;
  private final SessionFacts session;
  private final ConnectionState leadsTo;
  private ConnectionState newState;

  public Call(
      String tag,
      String command,
      List<Argument> arguments,
      ConnectionState oldState,
      ConnectionState newState,
      SessionFacts session) {
    this.tag = tag;
    this.command = command;
    this.arguments = List.copyOf(arguments);
    this.oldState = oldState;
    this.leadsTo = newState;
    this.newState = newState;
    this.session = session;
  }

  /** The client's tag; {@code "*"} for an untagged response. */
  public String tag() {
    return tag;
  }

  /** The command's name ({@code "UID FETCH"}), or the response's. */
  public String command() {
    return command;
  }

  public List<Argument> arguments() {
    return arguments;
  }

  /** {@code imap_state_old}: the client's state when the message arrived. */
  public ConnectionState oldState() {
    return oldState;
  }

  /** {@code imap_state_new} before the function was called. */
  public ConnectionState leadsTo() {
    return leadsTo;
  }

  /** {@code imap_state_new}: the state once the message has taken effect. */
  public ConnectionState newState() {
    return newState;
  }

  /** Sets {@code imap_state_new}. */
  public void enter(ConnectionState state) {
    newState = state;
  }

  /**
   * A line for the log, of the session and beside its decision. Kept until the function has
   * answered or failed; beyond {@link #LOG_LINES_MAX} lines a call they are dropped.
   *
   * @param tag what it is about, {@code imap.policy}: 1 to 64 letters, digits, dots or underscores;
   *     another becomes {@code imap.policy}
   * @param level verbosity from 0 (always) to 10, as in the tradition
   * @param text cut at {@link #LOG_TEXT_MAX} characters; the log makes it printable
   */
  public void log(String tag, int level, String text) {
    if (logged.size() >= LOG_LINES_MAX) {
      return;
    }
    Logged line =
        new Logged(
            isTag(tag) ? tag : "imap.policy",
            Math.clamp(level, 0, 10),
            text.length() > LOG_TEXT_MAX ? text.substring(0, LOG_TEXT_MAX) : text);
    List<Logged> more = new ArrayList<>(logged);
    more.add(line);
    logged = List.copyOf(more);
  }

  private static boolean isTag(String tag) {
    return !tag.isEmpty()
        && tag.length() <= LOG_TAG_MAX
        && tag.chars()
            .allMatch(
                c ->
                    c == '.'
                        || c == '_'
                        || (c >= '0' && c <= '9')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z'));
  }

  /** What the function logged so far; any thread. */
  public List<Logged> logged() {
    return logged;
  }

  public SessionFacts session() {
    return session;
  }
}
