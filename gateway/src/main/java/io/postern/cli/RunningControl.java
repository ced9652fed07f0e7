package io.postern.cli;

import io.postern.admin.Control;
import io.postern.admin.ControlAnswer;
import io.postern.admin.GatewayStatus;
import io.postern.net.Gateway;
import io.postern.net.Statistics;
import io.postern.service.Service;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateway of {@code run}, as its control socket reaches it. */
final class RunningControl implements Control {
  private final Gateway gateway;
  private final Reloader reloader;
  private final Optional<Path> file;
  private final Instant since;

  RunningControl(Gateway gateway, Reloader reloader, Optional<Path> file) {
    this.gateway = gateway;
    this.reloader = reloader;
    this.file = file;
    this.since = Instant.now();
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
