package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.Limits;
import io.postern.imap.Secret;
import io.postern.policy.SessionFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Test support: a session with a pace, whose logins ask, in a time of its own. */
final class GatedTalk extends Talk {
  final List<String> asked = new ArrayList<>();
  final List<String> failed = new ArrayList<>();

  GatedTalk(Pace pace) {
    this(pace, Limits.DEFAULT);
  }

  GatedTalk(Pace pace, Limits limits) {
    super(
        new SessionSettings(
            "k7f3q2",
            "T",
            ToldTalk.policy("p.yaml", "extends: ImapProxy"),
            limits,
            new SessionFacts("k7f3q2", "s", "c", "s", Optional.empty(), new HashMap<>()),
            false,
            true,
            false,
            60_000,
            8L * 3_600_000,
            List.of(),
            Surroundings.NONE.withPace(
                new Pace(pace.commandsPerSecond(), pace.octets(), pace.octetsPerHour(), true))));
  }

  void word(Admission word) {
    session.admitted(word, now);
  }

  void granting(String clientLine, String serverLine) {
    client(clientLine);
    word(new Admission.Granted());
    server(serverLine);
  }

  /** Time passes as a timer would let it. */
  void passes(long millis) {
    long until = now + millis;
    while (session.deadline() <= until) {
      now = Math.max(now, session.deadline());
      session.tick(now);
    }
    now = until;
  }

  Event.SessionFinished finished() {
    return events.stream()
        .filter(Event.SessionFinished.class::isInstance)
        .map(Event.SessionFinished.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void admit(String user) {
    asked.add(user);
  }

  @Override
  public void loginFailed(String user, Optional<Secret> secret) {
    failed.add(user + " " + secret.map(each -> each.reveal().text()).orElse("?"));
  }
}
