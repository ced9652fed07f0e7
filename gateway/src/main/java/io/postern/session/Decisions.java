package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.ConnectionState;

/**
 * Numbers the judged messages, commands and responses together from 1, and tells what was decided
 * (design decision 10).
 */
final class Decisions {
  /** Arguments in an event are cut at this many characters. */
  static final int ARGUMENTS_MAX = 200;

  private final SessionSettings settings;
  private final Effects effects;
  private long number;

  Decisions(SessionSettings settings, Effects effects) {
    this.settings = settings;
    this.effects = effects;
  }

  /** The number of the message that is judged now. */
  long next() {
    return ++number;
  }

  /** So many messages are judged at once. */
  void skip(int messages) {
    number += messages;
  }

  /** The number of the message that was taken up last. */
  long current() {
    return number;
  }

  String id(long decision) {
    return settings.id() + "-" + decision;
  }

  /** What stands at the end of a refusal's text. */
  String suffix(long decision) {
    return settings.decisionIdsToClient() ? " (" + id(decision) + ")" : "";
  }

  boolean tellsAccepts() {
    return settings.tellAccepts();
  }

  void tell(
      boolean response,
      long decision,
      ConnectionState state,
      String tag,
      String message,
      String argumentsRedacted,
      Judged judged) {
    effects.event(
        new Event.Decided(
            response,
            id(decision),
            state,
            tag,
            message,
            argumentsRedacted,
            judged.action(),
            judged.where().place(),
            judged.mode(),
            judged.reason(),
            judged.code(),
            judged.told()));
  }
}
