package io.postern.policy;

import io.postern.imap.Argument;
import java.util.List;
import java.util.Optional;

/**
 * What is done with a command (spec/policy-semantics.md, section 4). Two are equal when action,
 * texts and names are.
 */
public sealed interface RequestAction {
  RequestAction ACCEPT = new Accept();
  RequestAction REJECT = new Reject(Optional.empty());
  RequestAction DROP = new Drop();
  RequestAction ABORT = new Abort(Optional.empty());

  record Accept() implements RequestAction {}

  record Reject(Optional<String> text) implements RequestAction {}

  record Drop() implements RequestAction {}

  record Abort(Optional<String> text) implements RequestAction {}

  /** A function decides; only in a table, never a function's answer. */
  record Call(FunctionRef function) implements RequestAction {}

  /**
   * Replaced by a predefined request: command and arguments without a tag. The default action
   * behind it is ACCEPT.
   */
  record Rewrite(String request) implements RequestAction {}

  /** A function's answer: replaced by a command made of arguments. */
  record RewriteForm(String command, List<Argument> arguments) implements RequestAction {
    public RewriteForm {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * The gateway answers; the server never hears of it.
   *
   * @param status {@code "OK done"}, without tag
   * @param untagged lines without {@code "* "}; the shorthand in brackets is still as the admin
   *     wrote it
   */
  record Respond(String status, List<String> untagged) implements RequestAction {
    public Respond {
      untagged = List.copyOf(untagged);
    }
  }
}
