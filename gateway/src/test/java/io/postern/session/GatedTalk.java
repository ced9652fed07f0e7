package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.Limits;
import io.postern.imap.Secret;
import io.postern.policy.Question;
import io.postern.policy.SessionFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Test support: a session with a pace, whose logins ask, in a time of its own. */
final class GatedTalk implements Effects {
  final List<String> asked = new ArrayList<>();
  final List<String> failed = new ArrayList<>();
  final List<Event> events = new ArrayList<>();
  final Session session;
  long now;
  private final StringBuilder toClient = new StringBuilder();
  private final StringBuilder toServer = new StringBuilder();

  GatedTalk(Pace pace) {
    Pace asking = new Pace(pace.commandsPerSecond(), pace.octets(), pace.octetsPerHour(), true);
    session =
        new Session(
            new SessionSettings(
                "k7f3q2",
                "T",
                ToldTalk.policy("p.yaml", "extends: ImapProxy"),
                Limits.DEFAULT,
                new SessionFacts("k7f3q2", "s", "c", "s", Optional.empty(), new HashMap<>()),
                false,
                true,
                false,
                60_000,
                8L * 3_600_000,
                List.of(),
                Surroundings.NONE.withPace(asking)),
            this,
            0);
  }

  void client(String line) {
    byte[] octets = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    session.clientOctets(octets, 0, octets.length, now);
  }

  void server(String line) {
    byte[] octets = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    session.serverOctets(octets, 0, octets.length, now);
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

  String toClient() {
    String heard = toClient.toString();
    toClient.setLength(0);
    return heard;
  }

  String toServer() {
    String heard = toServer.toString();
    toServer.setLength(0);
    return heard;
  }

  Event.SessionFinished finished() {
    return events.stream()
        .filter(Event.SessionFinished.class::isInstance)
        .map(Event.SessionFinished.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void toClient(byte[] octets, int offset, int length) {
    toClient.append(new String(octets, offset, length, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    toServer.append(new String(octets, offset, length, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void secureClient() {
    throw new AssertionError("no TLS here");
  }

  @Override
  public void route(String user) {
    throw new AssertionError("no routing here");
  }

  @Override
  public void secureServer() {
    throw new AssertionError("no TLS here");
  }

  @Override
  public void closeClient(boolean clean) {}

  @Override
  public void closeServer(boolean clean) {}

  @Override
  public void readClient(boolean wanted) {}

  @Override
  public void readServer(boolean wanted) {}

  @Override
  public void ask(Question question) {
    throw new AssertionError("no functions here");
  }

  @Override
  public void admit(String user) {
    asked.add(user);
  }

  @Override
  public void loginFailed(String user, Optional<Secret> secret) {
    failed.add(user + " " + secret.map(each -> each.reveal().text()).orElse("?"));
  }

  @Override
  public void event(Event event) {
    events.add(event);
  }
}
