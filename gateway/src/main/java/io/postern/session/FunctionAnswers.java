package io.postern.session;

import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import io.postern.wire.Reply;
import java.util.Optional;

/**
 * Whether a function's answer holds only what an administrator may write (spec sections 4 and 6). A
 * text of a function may have been made from a peer's octets, so a line end in it would be an
 * injection; and a function in Java may leave a null anywhere.
 */
final class FunctionAnswers {
  static final String UNSOUND = "returned a text that no response can hold";

  /** Never said of a question whose answer is waited for. */
  static final String UNASKED = "was not called";

  private FunctionAnswers() {}

  static boolean isSound(RequestAction action) {
    return switch (action) {
      case null -> false;
      case RequestAction.Accept accept -> true;
      case RequestAction.Drop drop -> true;
      case RequestAction.Reject reject -> isSound(reject.text());
      case RequestAction.Abort abort -> isSound(abort.text());
      // These are parsed before anything is done with them.
      case RequestAction.Rewrite rewrite -> rewrite.request() != null;
      case RequestAction.RewriteForm rewrite -> rewrite.command() != null;
      case RequestAction.Respond respond -> respond.status() != null;
      case RequestAction.Call call -> false;
    };
  }

  static boolean isSound(ResponseAction action) {
    return switch (action) {
      case null -> false;
      case ResponseAction.Accept accept -> true;
      case ResponseAction.Drop drop -> true;
      case ResponseAction.Reject reject -> isSound(reject.text());
      case ResponseAction.Abort abort -> isSound(abort.text());
      case ResponseAction.Rewrite rewrite -> rewrite.text() != null && Reply.isText(rewrite.text());
      case ResponseAction.Call call -> false;
    };
  }

  private static boolean isSound(Optional<String> text) {
    return text != null && text.map(Reply::isText).orElse(true);
  }
}
