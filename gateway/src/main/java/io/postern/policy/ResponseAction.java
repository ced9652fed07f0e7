package io.postern.policy;

import java.util.Optional;

/** What is done with a response or a response code (spec/policy-semantics.md, section 5). */
public sealed interface ResponseAction {
  ResponseAction ACCEPT = new Accept();
  ResponseAction REJECT = new Reject(Optional.empty());
  ResponseAction DROP = new Drop();
  ResponseAction ABORT = new Abort(Optional.empty());

  record Accept() implements ResponseAction {}

  record Reject(Optional<String> text) implements ResponseAction {}

  record Drop() implements ResponseAction {}

  record Abort(Optional<String> text) implements ResponseAction {}

  record Call(FunctionRef function) implements ResponseAction {}

  /** The human-readable text of a status is replaced; its code is kept, and judged. */
  record Rewrite(String text) implements ResponseAction {}
}
