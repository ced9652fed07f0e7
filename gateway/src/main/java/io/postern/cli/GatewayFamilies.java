package io.postern.cli;

import io.postern.admin.Family;
import io.postern.admin.Family.Kind;
import io.postern.imap.CommandName;
import io.postern.net.CertificateInfo;
import io.postern.net.Counted;
import io.postern.net.Gateway;
import io.postern.net.Look;
import io.postern.net.Statistics;
import io.postern.service.ServerState;
import io.postern.service.ServerState.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a gateway counts itself, as metrics; what is counted of events comes beside it. */
final class GatewayFamilies {
  /** How long the loops may take to tell who is in IDLE. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private GatewayFamilies() {}

  static List<Family> of(Gateway gateway) {
    List<Family> families = new ArrayList<>();
    Counted counted = gateway.counted();
    connections(counted, families);
    families.add(idle(gateway));
    commands(counted, families);
    octets(counted, families);
    servers(ServerStates.of(gateway), families);
    gateway(gateway.statistics(), families);
    families.add(certificates(gateway.certificates()));
    return families;
  }

  private static void connections(Counted counted, List<Family> to) {
    Family.Filling accepted =
        Family.filling(
            "postern_connections_accepted_total", Kind.COUNTER, "Clients that were let in.");
    Family.Filling current =
        Family.filling(
            "postern_connections_current",
            Kind.GAUGE,
            "Clients that are there: those accepted less those closed.");
    Family.Filling closed =
        Family.filling(
            "postern_connections_closed_total", Kind.COUNTER, "Clients that are gone, by cause.");
    for (Counted.OfService service : counted.services()) {
      accepted.with(service.accepted(), "service", service.service());
      current.with(service.current(), "service", service.service());
      service
          .closed()
          .forEach(
              (cause, number) ->
                  closed.with(number, "service", service.service(), "cause", cause.text()));
    }
    to.add(accepted.filled());
    to.add(current.filled());
    to.add(closed.filled());
  }

  private static Family idle(Gateway gateway) {
    Look look = gateway.look(_ -> true, LOOK);
    long idle =
        look.sessions().stream()
            .filter(
                session -> session.command().filter(name -> name == CommandName.IDLE).isPresent())
            .count();
    return Family.of(
        "postern_idle_sessions_current", Kind.GAUGE, "Sessions that wait in IDLE.", idle);
  }

  private static void commands(Counted counted, List<Family> to) {
    List<Double> bounds = Counted.bounds().stream().map(millis -> millis / 1000.0).toList();
    Family.Filling commands =
        Family.filling("postern_commands_total", Kind.COUNTER, "Commands that were answered.");
    Family.Filling durations =
        Family.filling(
            "postern_command_duration_seconds",
            Kind.HISTOGRAM,
            "From sending a command to the server until its answer; without IDLE.");
    for (Counted.OfCommand command : counted.commands()) {
      String name = command.name().map(known -> known.text()).orElse("other");
      command
          .results()
          .forEach(
              (result, number) -> commands.with(number, "command", name, "result", result.text()));
      boolean sent = command.classes().stream().anyMatch(number -> number > 0);
      if (sent && command.name().filter(CommandName.IDLE::equals).isEmpty()) {
        durations.withHistogram(
            bounds, command.classes(), command.millis() / 1000.0, "command", name);
      }
    }
    to.add(commands.filled());
    to.add(durations.filled());
    Family.Filling responses =
        Family.filling("postern_responses_total", Kind.COUNTER, "Responses of servers, by name.");
    counted.responses().forEach((name, number) -> responses.with(number, "type", name.toString()));
    to.add(responses.filled());
  }

  private static void octets(Counted counted, List<Family> to) {
    to.add(
        Family.filling("postern_octets_total", Kind.COUNTER, "Octets of IMAP, without TLS's own.")
            .with(counted.octetsFromClients(), "side", "client", "direction", "in")
            .with(counted.octetsToClients(), "side", "client", "direction", "out")
            .with(counted.octetsFromServers(), "side", "server", "direction", "in")
            .with(counted.octetsToServers(), "side", "server", "direction", "out")
            .filled());
  }

  private static void servers(List<ServerState> servers, List<Family> to) {
    Family.Filling current =
        Family.filling(
            "postern_server_connections_current", Kind.GAUGE, "Sessions connected to a server.");
    Family.Filling up =
        Family.filling("postern_server_up", Kind.GAUGE, "1 if new sessions get this server.");
    for (ServerState server : servers) {
      String address = server.address().toString();
      current.with(server.sessions(), "server", address);
      up.with(server.condition() == Condition.UP ? 1 : 0, "server", address);
    }
    to.add(current.filled());
    to.add(up.filled());
  }

  private static Family certificates(List<CertificateInfo> certificates) {
    Family.Filling ends =
        Family.filling(
            "postern_tls_certificate_not_after_timestamp_seconds",
            Kind.GAUGE,
            "When a certificate that clients are shown expires.");
    certificates.forEach(each -> ends.with(each.notAfter().getEpochSecond(), "name", each.name()));
    return ends.filled();
  }

  private static void gateway(Statistics now, List<Family> to) {
    to.add(
        Family.filling(
                "postern_buffer_octets", Kind.GAUGE, "Octets in memory: held, or waiting to leave.")
            .with(now.heldOctets(), "kind", "held")
            .with(now.outgoingOctets(), "kind", "outgoing")
            .filled());
    to.add(
        Family.of(
            "postern_policy_threads_abandoned",
            Kind.GAUGE,
            "Policy threads given up since the start.",
            now.policyThreadsAbandoned()));
    to.add(
        Family.of(
            "postern_internal_errors_total",
            Kind.COUNTER,
            "Sessions that ended by our own fault.",
            now.internalErrorsTotal()));
    to.add(
        Family.of(
            "postern_events_lost_total",
            Kind.COUNTER,
            "Events that could not be told.",
            now.eventsLost()));
  }

  /** Facts that are labels of a constant. */
  static List<Family> infos(String version, String hash) {
    return List.of(
        Family.filling("postern_build_info", Kind.GAUGE, "The program's version.")
            .with(1, "version", version)
            .filled(),
        Family.filling(
                "postern_config_info",
                Kind.GAUGE,
                "The configuration file that new sessions have: the beginning of its SHA-256.")
            .with(1, "hash", hash)
            .filled());
  }
}
