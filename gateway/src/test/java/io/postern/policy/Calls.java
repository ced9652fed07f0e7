package io.postern.policy;

import io.postern.imap.ConnectionState;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Test support: calls as a session makes them. */
final class Calls {
  static final SessionFacts FACTS =
      new SessionFacts(
          "aaaaaa", "test", "192.0.2.1:1", "192.0.2.2:143", Optional.empty(), new HashMap<>());

  private Calls() {}

  static Call of(String tag) {
    return new Call(
        tag, "SELECT", List.of(), ConnectionState.AUTH, ConnectionState.SELECTED, FACTS);
  }
}
