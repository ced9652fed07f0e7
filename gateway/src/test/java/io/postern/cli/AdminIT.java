package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.tls.Pki;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Health, metrics, sessions and servers of a gateway that runs in a process of its own. */
class AdminIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String USER = "oddUser.Zq7";
  private static final String MAILBOX = "OddMailbox-Zq8";

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void healthMetricsSessionsAndServersAreReadOverHttp() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      Path file = configuration(server, "127.0.0.1:0");
      try (Child child = new Child(Optional.empty(), "-c", file.toString())) {
        String base = base(child);
        assertThat(get(base, "/livez").body()).isEqualTo("ok\n");
        assertThat(get(base, "/readyz").body()).isEqualTo("ok\n");
        try (Child.Talk talk = child.talk()) {
          assertThat(talk.hear()).startsWith("* OK");
          assertThat(talk.ask("a LOGIN " + USER + " wrong")).startsWith("a NO");
          assertThat(talk.ask("b LOGIN " + USER + " secret")).startsWith("b OK");
          assertThat(talk.ask("c SELECT " + MAILBOX)).startsWith("c OK");
          assertThat(talk.ask("d DELETE " + MAILBOX)).startsWith("d NO [NOPERM]");
          JsonNode sessions = JSON.readTree(get(base, "/sessions?user=" + USER).body());
          assertThat(sessions.get("total").asInt()).isEqualTo(1);
          assertThat(sessions.get("sessions").get(0).get("state").asString()).isEqualTo("selected");
          String metrics = get(base, "/metrics").body();
          assertThat(metrics)
              .contains(
                  "\npostern_connections_accepted_total{service=\"a\"} 1\n",
                  "\npostern_connections_current{service=\"a\"} 1\n",
                  "\npostern_commands_total{command=\"DELETE\",result=\"refused\"} 1\n",
                  "\npostern_commands_total{command=\"LOGIN\",result=\"no\"} 1\n",
                  "\npostern_auth_attempts_total{mechanism=\"LOGIN\",result=\"ok\"} 1\n",
                  "\npostern_server_up{server=\"" + server.address() + "\"} 1\n",
                  "\npostern_policy_decisions_total{kind=\"command\",rule=\"");
          // Neither who nor what, and no address but the server's.
          assertThat(metrics).doesNotContain("Zq7", "Zq8", "secret");
          assertThat(metrics.replace(server.address(), "")).doesNotContain("127.0.0.1");
          accepted("check", "metrics", metrics);
        }
        child.signal("TERM");
        assertThat(child.exit()).isEqualTo(143);
      }
    }
  }

  @Test
  void theTlsOfSessionsIsToldEverywhere() throws Exception {
    Pki.in(folder).signed("a", "DNS:mail.example");
    try (ScriptedServer server = new ScriptedServer()) {
      Path file = configuration(server, "127.0.0.1:0");
      Files.writeString(
          file,
          "    tls: { client: implicit, certificates: [{ chain: a.pem, key: a.key }] }\n",
          StandardOpenOption.APPEND);
      try (Child child = new Child(Optional.empty(), "-c", file.toString())) {
        String base = base(child);
        Process refused = openssl(child, "-cipher", "NULL:@SECLEVEL=0");
        assertThat(refused.waitFor()).isNotZero();
        Process client = openssl(child, "-servername", "mail.example", "-quiet");
        try (BufferedReader heard = client.inputReader(StandardCharsets.US_ASCII)) {
          assertThat(heard.readLine()).startsWith("* OK");
          JsonNode session = JSON.readTree(get(base, "/sessions").body()).get("sessions").get(0);
          assertThat(session.get("tls_version").asString()).isEqualTo("TLSv1.2");
          assertThat(session.get("tls_cipher").asString()).startsWith("TLS_ECDHE_ECDSA_WITH_");
          assertThat(session.get("sni").asString()).isEqualTo("mail.example");
          assertThat(session.get("server_tls_version").asString()).isEmpty();
          assertThat(Ran.postern("sessions", "list", "-c", file).out())
              .matches("ID (?s:.*) TLS  COMMAND\\n.* 1\\.2  -\\n");
          String id = session.get("id").asString();
          assertThat(Ran.postern("sessions", "show", id, "-c", file).out())
              .contains("\ntls_version         TLSv1.2\n", "\nsni                 mail.example\n");
          String metrics = get(base, "/metrics").body();
          assertThat(metrics)
              .contains(
                  "\npostern_tls_handshakes_total"
                      + "{side=\"client\",version=\"TLSv1.2\",result=\"ok\"} 1\n",
                  "\npostern_tls_handshakes_total"
                      + "{side=\"client\",version=\"none\",result=\"failed\"} 1\n",
                  "\npostern_tls_failures_total{side=\"client\",reason=\"no_cipher\"} 1\n");
          accepted("check", "metrics", metrics);
        } finally {
          client.destroyForcibly();
        }
        child.signal("TERM");
        assertThat(child.exit()).isEqualTo(143);
        assertThat(child.log())
            .filteredOn(line -> line.contains(" event=tls_established "))
            .singleElement()
            .asString()
            .matches(
                ".* level=info .* side=client tls_version=TLSv1\\.2"
                    + " tls_cipher=TLS_ECDHE_ECDSA_\\w+ sni=mail\\.example");
      }
    }
  }

  /** As promtool and Prometheus see them: what is shipped fits what is told. */
  @Test
  void theAlertsAreSound() throws Exception {
    Process promtool =
        new ProcessBuilder("promtool", "check", "rules", "../packaging/prometheus/alerts.yml")
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(JSON.readTree(Path.of("../packaging/grafana/postern.json").toFile()).get("panels"))
        .isNotEmpty();
  }

  @Test
  void whileItDrainsItIsAliveAndNotReady() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      Path file = configuration(server, "127.0.0.1:0");
      try (Child child = new Child(Optional.empty(), "-c", file.toString());
          Child.Talk talk = child.talk()) {
        String base = base(child);
        assertThat(talk.hear()).startsWith("* OK");
        assertThat(talk.ask("a LOGIN x y")).startsWith("a OK");
        // It takes nothing more, so its end takes a while.
        talk.say("b LIST \"\" *");
        awaitOctets(base);
        child.signal("TERM");
        assertThat(child.message("ending")).isNotEmpty();
        // The message comes first, and then the drain begins.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        HttpResponse<String> ready = get(base, "/readyz");
        while (ready.statusCode() == 200 && System.nanoTime() < deadline) {
          ready = get(base, "/readyz");
        }
        assertThat(ready.body()).isEqualTo("service a takes no new sessions: draining\n");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(get(base, "/livez").statusCode()).isEqualTo(200);
        assertThat(get(base, "/metrics").statusCode()).isEqualTo(200);
        child.signal("TERM");
        assertThat(child.exit()).isNotZero();
      }
    }
  }

  /** Who stops the service doesn't know that somebody has asked for a drain. */
  @Test
  void aSignalBehindADrainThatWasAskedForCutsNobodyOff() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      Path file = configuration(server, "127.0.0.1:0");
      try (Child child = new Child(Optional.empty(), "-c", file.toString());
          Child.Talk talk = child.talk()) {
        String base = base(child);
        assertThat(talk.hear()).startsWith("* OK");
        assertThat(talk.ask("a LOGIN x y")).startsWith("a OK");
        // It takes nothing more, so its end takes a while.
        talk.say("b LIST \"\" *");
        awaitOctets(base);
        Ran drain = Ran.postern("drain", "-c", file, "--output", "json");
        assertThat(JSON.readTree(drain.out()).get("sessions").asInt()).isEqualTo(1);
        assertThat(child.message("ending")).isNotEmpty();
        child.signal("TERM");
        Ran status = Ran.postern("status", "-c", file);
        assertThat(status.exit()).isZero();
        assertThat(status.out())
            .contains("not ready: service a takes no new sessions: draining\n", "\nsessions 1\n");
        assertThat(Ran.postern("drain", "-c", file).out()).isEqualTo("draining: 1 session left\n");
        child.signal("TERM");
        assertThat(child.message("ended at once")).isNotEmpty();
        assertThat(child.exit()).isEqualTo(143);
      }
    }
  }

  @Test
  void anAddressInUseEndsTheStartBeforeAPortIsOpened() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String listen = "127.0.0.1:" + taken.getLocalPort();
      Ran ran = Ran.postern("run", "-c", configuration(server, listen));
      assertThat(ran.exit()).isEqualTo(73);
      assertThat(ran.err())
          .isEqualTo("postern: cannot listen on " + listen + ": the port is in use\n");
    }
  }

  @Test
  void sessionsAreListedShownAndEnded() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      Path file = configuration(server, "127.0.0.1:0");
      try (Child child = new Child(Optional.empty(), "-c", file.toString());
          Child.Talk alice = child.talk();
          Child.Talk bob = child.talk()) {
        assertThat(alice.hear()).startsWith("* OK");
        assertThat(bob.hear()).startsWith("* OK");
        assertThat(alice.ask("a LOGIN alice y")).startsWith("a OK");
        assertThat(bob.ask("a LOGIN bob y")).startsWith("a OK");
        Ran list = Ran.postern("sessions", "list", "-c", file);
        assertThat(list.exit()).isZero();
        assertThat(list.out().lines())
            .hasSize(3)
            .allMatch(line -> line.length() <= 80)
            .anyMatch(line -> line.matches("\\w{6}  a .* alice  auth .*"));
        Ran json = Ran.postern("sessions", "list", "-c", file, "--user", "bob", "--output", "json");
        JsonNode found = JSON.readTree(json.out());
        assertThat(found.get("total").asInt()).isEqualTo(1);
        String id = found.get("sessions").get(0).get("id").asString();
        Ran show = Ran.postern("sessions", "show", id, "-c", file);
        assertThat(show.out())
            .contains("id                  " + id + "\n", "user                bob\n");
        assertThat(Ran.postern("sessions", "show", "nobody", "-c", file))
            .isEqualTo(new Ran(1, "", "postern: there is no session nobody\n"));
        assertThat(Ran.postern("sessions", "end", "-c", file).exit()).isEqualTo(64);
        assertThat(Ran.postern("sessions", "end", "--client", "x y", "-c", file).exit())
            .isEqualTo(64);
        assertThat(Ran.postern("sessions", "end", "--user", "carol", "-c", file))
            .isEqualTo(new Ran(1, "ended 0 sessions\n", ""));
        assertThat(Ran.postern("sessions", "end", "--user", "alice", "-c", file))
            .isEqualTo(new Ran(0, "ended 1 session\n", ""));
        assertThat(alice.hear()).isEqualTo("* BYE [UNAVAILABLE] Session ended by an administrator");
        assertThat(bob.ask("b NOOP")).startsWith("b OK");
        assertThat(Ran.postern("sessions", "end", "--all-of-service", "a", "-c", file).out())
            .isEqualTo("ended 1 session\n");
        assertThat(bob.hear()).startsWith("* BYE [UNAVAILABLE]");
        child.signal("TERM");
        assertThat(child.exit()).isEqualTo(143);
        assertThat(Ran.postern("sessions", "list", "-c", file).exit()).isEqualTo(69);
      }
    }
  }

  @Test
  void serversAreListedDisabledAndEnabled() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      Path file = configuration(server, "127.0.0.1:0");
      try (Child child = new Child(Optional.empty(), "-c", file.toString())) {
        String base = base(child);
        assertThat(Ran.postern("servers", "-c", file).out())
            .startsWith("SERVER ")
            .contains("\n" + server.address() + "  up     0         a         -\n");
        assertThat(Ran.postern("servers", "disable", server.address(), "-c", file).out())
            .contains(server.address() + "  disabled  0 ");
        assertThat(get(base, "/readyz").body())
            .isEqualTo(
                "service a takes no new sessions: an administrator has disabled its servers\n");
        try (Child.Talk refused = child.talk()) {
          assertThat(refused.hear()).startsWith("* BYE [UNAVAILABLE]");
        }
        assertThat(Ran.postern("servers", "disable", "192.0.2.1:143", "-c", file))
            .isEqualTo(new Ran(1, "", "postern: no service has a server 192.0.2.1:143\n"));
        assertThat(Ran.postern("servers", "enable", "192.0.2.1", "-c", file).exit()).isEqualTo(64);
        assertThat(Ran.postern("servers", "enable", server.address(), "-c", file).exit()).isZero();
        assertThat(get(base, "/readyz").statusCode()).isEqualTo(200);
        JsonNode json =
            JSON.readTree(Ran.postern("servers", "list", "-c", file, "--output", "json").out());
        assertThat(json.get("servers").get(0).get("state").asString()).isEqualTo("up");
      }
    }
  }

  /** Nobody probes yet; a failed connection is what is known. */
  @Test
  void withoutAServerItIsNotReady() throws Exception {
    String gone;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      gone = "127.0.0.1:" + free.getLocalPort();
    }
    Path file = configuration(gone, "127.0.0.1:0");
    try (Child child = new Child(Optional.empty(), "-c", file.toString())) {
      String base = base(child);
      try (Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* BYE [UNAVAILABLE]");
      }
      assertThat(get(base, "/readyz").body())
          .isEqualTo("service a has no server that is up: " + gone + " (connection refused)\n");
      Map<String, Double> metrics = values(get(base, "/metrics").body());
      assertThat(metrics)
          .containsEntry("postern_server_up{server=\"" + gone + "\"}", 0.0)
          .containsEntry(
              "postern_server_connect_errors_total{server=\""
                  + gone
                  + "\",reason=\"connection_refused\"}",
              1.0);
    }
  }

  private static Process openssl(Child child, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-tls1_2"));
    command.addAll(List.of("-connect", "127.0.0.1:" + child.port()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private void awaitOctets(String base) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    double last = -1;
    double now = 0;
    // The client's buffers are full when nothing more comes from the server.
    while (now < 100_000 || now != last) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      last = now;
      now =
          values(get(base, "/metrics").body())
              .get("postern_octets_total{side=\"server\",direction=\"in\"}");
    }
  }

  private static Map<String, Double> values(String metrics) {
    Map<String, Double> values = new TreeMap<>();
    metrics
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line ->
                values.put(
                    line.substring(0, line.lastIndexOf(' ')),
                    Double.valueOf(
                        line.substring(line.lastIndexOf(' ') + 1).replace("+Inf", "Infinity"))));
    return values;
  }

  private static void accepted(String verb, String what, String input) throws Exception {
    Process promtool = new ProcessBuilder("promtool", verb, what).redirectErrorStream(true).start();
    promtool.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    promtool.getOutputStream().close();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  private HttpResponse<String> get(String base, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
  }

  private static String base(Child child) throws IOException {
    Matcher found = Pattern.compile("http://[0-9.:]+").matcher(child.message("admin listens on"));
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private Path configuration(ScriptedServer server, String listen) throws IOException {
    return configuration(server.address(), listen);
  }

  private Path configuration(String server, String listen) throws IOException {
    return Files.writeString(
        folder.resolve("p.yaml"),
        """
        version: 1
        control: c.sock
        admin: { listen: "%s" }
        services:
          - name: a
            listen: "127.0.0.1:0"
            server: "%s"
            policy: { extends: ImapProxy, request: { DELETE: reject } }
        """
            .formatted(listen, server));
  }
}
