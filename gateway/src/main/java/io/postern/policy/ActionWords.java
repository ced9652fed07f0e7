package io.postern.policy;

/** Actions as one word, the same in logs, explanations and YAML; a function with its name. */
public final class ActionWords {
  private ActionWords() {}

  /** {@code reject}, {@code rewrite}, {@code policy select}. */
  public static String of(RequestAction action) {
    return switch (action) {
      case RequestAction.Accept accept -> "accept";
      case RequestAction.Reject reject -> "reject";
      case RequestAction.Drop drop -> "drop";
      case RequestAction.Abort abort -> "abort";
      case RequestAction.Call call -> "policy " + call.function().name();
      case RequestAction.Rewrite rewrite -> "rewrite";
      case RequestAction.RewriteForm rewrite -> "rewrite";
      case RequestAction.Respond respond -> "respond";
    };
  }

  public static String of(ResponseAction action) {
    return switch (action) {
      case ResponseAction.Accept accept -> "accept";
      case ResponseAction.Reject reject -> "reject";
      case ResponseAction.Drop drop -> "drop";
      case ResponseAction.Abort abort -> "abort";
      case ResponseAction.Call call -> "policy " + call.function().name();
      case ResponseAction.Rewrite rewrite -> "rewrite";
    };
  }

  static String of(boolean accepted) {
    return accepted ? "accept" : "drop";
  }
}
