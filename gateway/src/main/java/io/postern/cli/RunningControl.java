package io.postern.cli;

import io.postern.admin.Control;
import io.postern.admin.ControlAnswer;
import io.postern.admin.EventCounts;
import io.postern.admin.Family;
import io.postern.admin.GatewayStatus;
import io.postern.admin.Health;
import io.postern.admin.SessionQuery;
import io.postern.audit.SessionInfo;
import io.postern.net.Gateway;
import io.postern.net.Look;
import io.postern.net.Statistics;
import io.postern.service.Address;
import io.postern.service.ServerState;
import io.postern.service.ServerState.Condition;
import io.postern.service.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The gateway of {@code run}, as its control socket reaches it. */
final class RunningControl implements Control {
  /** Turns are short; a loop that takes longer than this serves nobody. */
  private static final Duration LOOPS_ANSWER = Duration.ofSeconds(2);

  /** How long the loops may take to tell of their sessions. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Gateway gateway;
  private final Reloader reloader;
  private final EventCounts counts;
  private final Optional<Path> file;
  private final Instant since;
  private volatile boolean started;

  RunningControl(Gateway gateway, Reloader reloader, EventCounts counts, Optional<Path> file) {
    this.gateway = gateway;
    this.reloader = reloader;
    this.counts = counts;
    this.file = file;
    this.since = Instant.now();
  }

  /** It listens everywhere. */
  void started() {
    started = true;
  }

  @Override
  public Health liveness() {
    return loopsAnswer()
        ? Health.WELL
        : new Health(
            List.of(
                "an event loop hasn't got to its tasks for " + LOOPS_ANSWER.toSeconds() + " s"));
  }

  private boolean loopsAnswer() {
    try {
      return gateway.loopsAnswer(LOOPS_ANSWER);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Health readiness() {
    if (!started) {
      return new Health(List.of("the gateway doesn't listen yet"));
    }
    Optional<String> refuses = gateway.notAccepting();
    if (refuses.isPresent()) {
      return new Health(List.of(refuses.get()));
    }
    List<ServerState> servers = ServerStates.of(gateway);
    return new Health(
        gateway.services().stream().flatMap(service -> serverless(service, servers)).toList());
  }

  private static Stream<String> serverless(Service service, List<ServerState> servers) {
    List<ServerState> own =
        servers.stream().filter(server -> server.services().contains(service.name())).toList();
    if (own.isEmpty() || own.stream().anyMatch(server -> server.condition() == Condition.UP)) {
      return Stream.empty();
    }
    return Stream.of(
        "service "
            + service.name()
            + " has no server that is up: "
            + own.stream().map(RunningControl::described).collect(Collectors.joining(", ")));
  }

  private static String described(ServerState server) {
    String why = server.failure().map(failure -> " (" + failure.why() + ")").orElse("");
    return server.address() + (server.condition() == Condition.DISABLED ? " (disabled)" : why);
  }

  @Override
  public Sessions sessions(SessionQuery query) {
    Look look = gateway.look(query::fits, LOOK);
    return new Sessions(look.sessions(), look.complete());
  }

  @Override
  public List<SessionInfo> end(SessionQuery query) {
    return gateway.end(query::fits);
  }

  @Override
  public List<ServerState> servers() {
    return ServerStates.of(gateway);
  }

  @Override
  public boolean disableServer(Address server) {
    return gateway.disable(server);
  }

  @Override
  public boolean enableServer(Address server) {
    return gateway.enable(server);
  }

  @Override
  public List<Family> metrics() {
    List<Family> families =
        new ArrayList<>(GatewayFamilies.infos(VersionVerb.version(), reloader.hash()));
    families.addAll(GatewayFamilies.of(gateway));
    families.addAll(counts.families());
    return families;
  }

  @Override
  public ControlAnswer reload(boolean dryRun) {
    return reloader.reload(dryRun);
  }

  @Override
  public GatewayStatus status() {
    Map<String, Integer> sessions = gateway.sessions();
    Reloader.InForce inForce = reloader.inForce();
    Map<String, String> policies = inForce.configuration().policies();
    List<GatewayStatus.Service> told =
        gateway.services().stream()
            .map(
                service ->
                    new GatewayStatus.Service(
                        service.name(),
                        listening(service),
                        service.router().described(),
                        policies.get(service.name()),
                        service.observe().mode() ? "observe" : "enforce",
                        sessions.get(service.name())))
            .toList();
    return new GatewayStatus(
        VersionVerb.version(),
        ProcessHandle.current().pid(),
        since,
        inForce.read(),
        inForce.failure(),
        file.map(path -> path.toAbsolutePath().normalize().toString()).orElse(""),
        gateway.notAccepting().orElse(""),
        told,
        totals(gateway.statistics()));
  }

  private List<String> listening(Service service) {
    return gateway.listening().stream()
        .filter(at -> at.service().equals(service.name()))
        .map(at -> at.address().toString())
        .toList();
  }

  private static Map<String, Long> totals(Statistics now) {
    Map<String, Long> totals = new LinkedHashMap<>();
    totals.put("sessions", (long) now.sessions());
    totals.put("sessions_total", now.sessionsTotal());
    totals.put("refused_total", now.refusedTotal());
    totals.put("denied_total", now.deniedTotal());
    totals.put("internal_errors_total", now.internalErrorsTotal());
    totals.put("policy_threads_abandoned", (long) now.policyThreadsAbandoned());
    totals.put("events_lost", now.eventsLost());
    totals.put("held_octets", now.heldOctets());
    totals.put("outgoing_octets", now.outgoingOctets());
    return totals;
  }
}
