package io.postern.it;

import java.util.List;
import java.util.stream.Stream;

/** The talks that must sound the same with the gateway between and without it. */
final class Talks {
  private Talks() {}

  static Stream<Talk> all() {
    return Stream.of(LoginTalks.ALL, MailboxTalks.ALL, MessageTalks.ALL, ChangeTalks.ALL)
        .flatMap(List::stream);
  }
}
