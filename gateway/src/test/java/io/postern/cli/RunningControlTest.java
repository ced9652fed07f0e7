package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.admin.EventCounts;
import io.postern.audit.EventSink;
import io.postern.config.AdminPlace;
import io.postern.config.Configuration;
import io.postern.config.ControlPlace;
import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.service.Address;
import io.postern.service.Plan;
import io.postern.service.Service;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunningControlTest {
  private static final EventSink NOBODY = (session, event) -> {};

  /** The HTTP listener answers before the services' own listeners are there. */
  @Test
  void beforeItListensItIsAliveAndNotReady() throws Exception {
    Service service =
        Service.of(
            "a",
            List.of(new Address("127.0.0.1", 0)),
            new Address("127.0.0.1", 143),
            Policy.compile(PolicyTables.of(ImapProxy::new, Map.of())));
    Configuration configuration =
        new Configuration(
            List.of(service), Map.of("a", "ImapProxy"), List.of(), new ControlPlace.Nowhere());
    try (AdminDoor door =
            AdminDoor.open(Optional.of(new AdminPlace(new Address("127.0.0.1", 0), false)));
        Gateway gateway = new Gateway(List.of(service), NOBODY, GatewaySettings.best());
        HttpClient http = HttpClient.newHttpClient()) {
      RunningControl control =
          new RunningControl(
              gateway,
              reloader(gateway, configuration),
              new EventCounts(Clock.systemUTC()),
              Optional.empty());
      door.serve(control);
      String base = "http://" + door.address().orElseThrow();
      HttpResponse<String> ready = get(http, base + "/readyz");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).isEqualTo("the gateway doesn't listen yet\n");
      assertThat(get(http, base + "/livez").statusCode()).isEqualTo(200);
      gateway.start();
      assertThat(get(http, base + "/readyz").statusCode()).isEqualTo(503);
      control.started();
      assertThat(get(http, base + "/readyz").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> get(HttpClient http, String uri) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }

  private static Reloader reloader(Gateway gateway, Configuration configuration) {
    RunSource never =
        new RunSource() {
          @Override
          public Checker.Report read() {
            throw new AssertionError("nobody reloads");
          }

          @Override
          public Plan chosen(Configuration found) {
            return found.plan();
          }

          @Override
          public boolean controlMoved(Configuration now, Configuration next) {
            return false;
          }
        };
    return new Reloader(
        gateway,
        never,
        configuration,
        NOBODY,
        new StartMessages(
            Ran.console(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false),
            Output.text));
  }
}
