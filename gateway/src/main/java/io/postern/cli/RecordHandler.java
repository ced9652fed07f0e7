package io.postern.cli;

import io.postern.admin.ControlAnswer;
import io.postern.admin.ControlHandler;
import io.postern.admin.ControlRequest;
import io.postern.audit.SessionInfo;
import io.postern.net.Gateway;
import io.postern.net.Legs;
import io.postern.net.Tapping;
import io.postern.service.Quotas;
import io.postern.service.Router;
import io.postern.service.Service;
import io.postern.session.Pace;
import io.postern.transcript.RecordingHead;
import io.postern.transcript.SessionRecording;
import io.postern.transcript.Transcript;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** {@code record} on the control socket: the next session of one client, line by line. */
final class RecordHandler implements ControlHandler {
  private static final String STOPPED = "Stopped by whoever recorded.";

  private final Gateway gateway;

  /** How a transcript in that folder names a service's policy; empty if it can't. */
  private final BiFunction<Service, String, Optional<String>> policyNames;

  RecordHandler(Gateway gateway, BiFunction<Service, String, Optional<String>> policyNames) {
    this.gateway = gateway;
    this.policyNames = policyNames;
  }

  @Override
  public ControlAnswer answer(ControlRequest request, Talk talk)
      throws IOException, InterruptedException {
    Service service = service(request.text("service"));
    if (service.router() instanceof Router.ByLogin) {
      return ControlAnswer.refused(
          ControlAnswer.REFUSED,
          "service "
              + service.name()
              + " has a router by login, and a transcript of such a session would not say where it"
              + " went");
    }
    if (service.originating().toServer() || !service.originating().trusted().isEmpty()) {
      return ControlAnswer.refused(
          ControlAnswer.REFUSED,
          "service "
              + service.name()
              + " tells or believes clients' addresses (originating), and they don't belong into a"
              + " transcript");
    }
    InetAddress client;
    try {
      client = InetAddress.ofLiteral(request.text("client").orElse(""));
    } catch (IllegalArgumentException notOne) {
      throw new IllegalArgumentException(
          "--client: expected an IP address, such as 192.0.2.7", notOne);
    }
    Optional<String> policy =
        request
            .text("policy")
            .or(() -> policyNames.apply(service, request.text("folder").orElse("/")));
    if (policy.isEmpty()) {
      return ControlAnswer.refused(
          ControlAnswer.REFUSED,
          "the policy of service "
              + service.name()
              + " is written in the configuration, where a transcript can't name it: put it into a"
              + " file, and name that by --policy");
    }
    String name = request.text("name").orElse("recorded");
    // Here, where it can still be answered; on a session's loop it would be too late.
    RecordingHead _ = head(name, policy.get(), SessionInfo.NONE, service);
    return record(service, client, policy.get(), name, talk);
  }

  private ControlAnswer record(
      Service service, InetAddress client, String policy, String name, Talk talk)
      throws IOException, InterruptedException {
    BlockingQueue<Optional<LiveRecording>> begun = new LinkedBlockingQueue<>();
    Map<String, Object> told = new LinkedHashMap<>();
    Tapping tapping =
        gateway.tapNext(
            service,
            client,
            (info, of) -> {
              try {
                RecordingHead head = head(name, policy, info, of);
                LiveRecording recording = new LiveRecording(out -> new SessionRecording(head, out));
                told.put("session", info.session());
                begun.add(Optional.of(recording));
                return recording;
              } catch (RuntimeException | Error fault) {
                begun.add(Optional.empty());
                throw fault;
              }
            });
    try {
      talk.whenDone(
          () -> {
            if (!tapping.close(STOPPED)) {
              begun.add(Optional.empty());
            }
          });
      talk.tell(Map.of("waiting", true));
      Optional<LiveRecording> recording = begun.take();
      if (recording.isEmpty()) {
        return ControlAnswer.refused(ControlAnswer.NOT_FOUND, "no session came");
      }
      talk.tell(told);
      LiveRecording.Piece piece;
      do {
        piece = recording.get().take();
        talk.tell(Map.of("lines", piece.lines()));
      } while (piece.end().isEmpty());
      Map<String, Object> end = new LinkedHashMap<>(told);
      end.put("whole", piece.end().get().isEmpty() || piece.end().get().equals(STOPPED));
      end.put("end", piece.end().get());
      return ControlAnswer.done(end);
    } finally {
      var _ = tapping.close(STOPPED);
    }
  }

  private Service service(Optional<String> name) {
    List<Service> services = gateway.services();
    if (name.isEmpty() && services.size() == 1) {
      return services.getFirst();
    }
    return services.stream()
        .filter(service -> name.isPresent() && service.name().equals(name.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--service: expected one of "
                        + services.stream().map(Service::name).collect(Collectors.joining(", "))));
  }

  /** Of the service as it is when the session begins. */
  private static RecordingHead head(String name, String policy, SessionInfo info, Service of) {
    return new RecordingHead(
        name,
        "recorded "
            + Instant.now().truncatedTo(ChronoUnit.MINUTES)
            + ", a session of service "
            + of.name(),
        policy,
        of.limits(),
        new Transcript.Times(
            of.timeouts().beforeLogin().toMillis(), of.timeouts().idle().toMillis()),
        info.session(),
        of.observe().mode(),
        new Transcript.Switches(of.switches().trustPreauth(), of.switches().decisionIdsToClient()),
        Legs.of(of),
        pace(of.quotas().spending()));
  }

  private static Pace pace(Quotas.Spending spending) {
    return new Pace(
        spending.commandsPerSecond(), spending.octets(), spending.octetsPerHour(), false);
  }
}
