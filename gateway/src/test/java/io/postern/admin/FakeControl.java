package io.postern.admin;

import io.postern.audit.LiveSession;
import io.postern.audit.SessionInfo;
import io.postern.audit.TlsFacts;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.service.Address;
import io.postern.service.ServerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A gateway that isn't there: 1200 sessions and one server. */
final class FakeControl implements Control {
  static final Address SERVER = new Address("192.0.2.20", 143);

  volatile Health live = Health.WELL;
  volatile Health ready = Health.WELL;
  volatile boolean complete = true;
  final Set<Address> disabled = new HashSet<>();
  final List<SessionQuery> ended = new ArrayList<>();
  private final List<LiveSession> sessions = new ArrayList<>();

  FakeControl() {
    for (int i = 0; i < 1200; i++) {
      SessionInfo info =
          new SessionInfo(
              String.format(java.util.Locale.ROOT, "s%05d", i),
              i % 2 == 0 ? "even" : "odd",
              "192.0.2." + i % 200,
              40_000 + i,
              SERVER.toString(),
              i % 3 == 0 ? Optional.of("user" + i % 10) : Optional.empty());
      sessions.add(
          new LiveSession(
              info,
              ConnectionState.SELECTED,
              i,
              i / 2.0,
              i,
              10L * i,
              1,
              Optional.of(CommandName.IDLE),
              i == 7
                  ? new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", "mail.example.org")
                  : TlsFacts.NONE,
              TlsFacts.NONE));
    }
  }

  @Override
  public GatewayStatus status() {
    return new GatewayStatus(
        "9.9", 1, Instant.EPOCH, Instant.EPOCH, "", "", "", List.of(), Map.of());
  }

  @Override
  public ControlAnswer reload(boolean dryRun) {
    return ControlAnswer.done(Map.of());
  }

  @Override
  public Health liveness() {
    return live;
  }

  @Override
  public Health readiness() {
    return ready;
  }

  @Override
  public Sessions sessions(SessionQuery query) {
    return new Sessions(
        sessions.stream().filter(session -> query.fits(session.info())).toList(), complete);
  }

  @Override
  public List<SessionInfo> end(SessionQuery query) {
    ended.add(query);
    return sessions(query).found().stream().map(LiveSession::info).toList();
  }

  @Override
  public List<ServerState> servers() {
    return List.of(
        new ServerState(
            SERVER,
            List.of("even", "odd"),
            disabled.contains(SERVER) ? ServerState.Condition.DISABLED : ServerState.Condition.UP,
            7,
            Optional.of(new ServerState.Failure(Instant.EPOCH, "timed out"))));
  }

  @Override
  public boolean disableServer(Address server) {
    return server.equals(SERVER) && disabled.add(server);
  }

  @Override
  public boolean enableServer(Address server) {
    disabled.remove(server);
    return server.equals(SERVER);
  }

  @Override
  public List<Family> metrics() {
    return List.of(Family.of("postern_x_total", Family.Kind.COUNTER, "X.", 3));
  }
}
