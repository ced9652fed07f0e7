package io.postern.policy;

import io.postern.imap.Argument;
import io.postern.imap.ConnectionState;
import java.util.List;

/**
 * What a policy function is called with, and where it leaves {@code imap_state_new}
 * (spec/policy-semantics.md, sections 6, 9).
 */
public final class Call {
  private final String tag;
  private final String command;
  private final List<Argument> arguments;
  private final ConnectionState oldState;
  private final SessionFacts session;
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

  /** {@code imap_state_new}: the state once the message has taken effect. */
  public ConnectionState newState() {
    return newState;
  }

  /** Sets {@code imap_state_new}. */
  public void enter(ConnectionState state) {
    newState = state;
  }

  public SessionFacts session() {
    return session;
  }
}
