package io.postern.session;

import io.postern.imap.ResponseName;
import java.util.Locale;

/** What became of a command that a client completed: a closed list, fit for a metric label. */
public enum CommandResult {
  /** The client was told OK, because the server said so. */
  OK,
  /** The client was told NO, because the server said so or its data were refused. */
  NO,
  /** The server called it BAD. */
  BAD,
  /** It didn't reach the server: the policy, the state or the grammar refused it. */
  REFUSED,
  /** It didn't reach the server: the policy gave the answer (RESPOND). */
  ANSWERED;

  /** As a label. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a tagged status tells. */
  static CommandResult of(ResponseName told) {
    return switch (told) {
      case OK -> OK;
      case NO -> NO;
      default -> BAD;
    };
  }
}
