package io.postern.transcript;

import io.postern.audit.Event;
import java.util.Optional;

/**
 * A decision that the session told, as the reader of a transcript needs it.
 *
 * @param id {@code S-N} as transcripts count, empty if the event has none
 * @param message {@code DELETE Trash}; a response with its owner
 * @param action reject, rewrite...; or that a function failed, or a party broke the protocol
 * @param rule FILE:LINE, a base class, {@code default} or {@code engine}; may be empty
 * @param reason a few words; may be empty
 */
public record Told(String id, String message, String action, String rule, String reason) {
  /** What a reader wants to know of an event, if it tells of a decision. */
  static Optional<Told> of(Event event) {
    return switch (event) {
      case Event.Decided decided ->
          Optional.of(
              new Told(
                  decided.decisionId(),
                  (decided.message() + " " + decided.argumentsRedacted()).strip(),
                  decided.action() + (decided.mode().equals("observe") ? ", only observed" : ""),
                  decided.rule(),
                  decided.reason()));
      case Event.PolicyFailed failed ->
          Optional.of(
              new Told(
                  failed.decisionId(),
                  failed.function(),
                  "the function failed",
                  failed.rule(),
                  failed.cause()));
      case Event.Violated violated ->
          Optional.of(
              new Told(
                  "",
                  violated.byClient() ? "the client" : "the server",
                  "protocol violation",
                  "engine",
                  violated.violation().kind().text()));
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return (id.isEmpty() ? "" : "(" + id + ") ")
        + message
        + ": "
        + action
        + (rule.isEmpty() ? "" : ", rule " + rule)
        + (reason.isEmpty() ? "" : " (" + reason + ")");
  }
}
