package io.postern.cli;

import io.postern.audit.Event;

/** What an action does, in a sentence for somebody who hasn't read docs/policy.md yet. */
final class ActionMeaning {
  private ActionMeaning() {}

  static String of(Event.Decided decided) {
    String done = decided.response() ? ofResponse(decided) : ofCommand(decided);
    return decided.mode().equals("observe")
        ? "would have been: " + done + "; but it is only observed, and the message passed"
        : done;
  }

  private static String ofCommand(Event.Decided decided) {
    return switch (decided.action()) {
      case "accept" -> "the command goes on to the server";
      case "reject" ->
          "the command is refused: the client hears NO" + code(decided) + ", the server nothing";
      case "drop" -> "the command is swallowed: neither the server nor the client hears of it";
      case "abort" -> "the session ends: the client hears BYE" + code(decided);
      case "rewrite" -> "the server gets another command in its place, under the client's tag";
      case "respond" -> "the gateway answers itself; the server hears nothing";
      case "bad" ->
          "the client hears BAD: by its grammar or its state this is no command here, whatever the"
              + " policy says";
      default -> decided.action();
    };
  }

  private static String ofResponse(Event.Decided decided) {
    boolean code = decided.message().endsWith("]");
    return switch (decided.action()) {
      case "accept" -> "the response goes on to the client";
      case "reject" ->
          "the response is withheld, and its command ends with NO" + code(decided) + " for OK";
      case "drop" ->
          code
              ? "the response code is removed; the rest of the response goes on"
              : "the response is withheld, silently";
      case "abort" -> "the session ends: the client hears BYE" + code(decided);
      case "rewrite" -> "the client gets another text in place of the server's";
      case "withheld" -> "the response is withheld by the engine, whatever the policy says";
      default -> decided.action();
    };
  }

  static String ofFailure(String mode) {
    return mode.equals("observe")
        ? "the function failed; it is only observed, so the message passed"
        : "the function failed, so the session ended: the client heard BYE [SERVERBUG]";
  }

  private static String code(Event.Decided decided) {
    return decided.code().isEmpty() ? "" : " [" + decided.code() + "]";
  }
}
