package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.Drain;
import io.postern.config.Quantities;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears of a gateway, and what it thinks of the unit. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SystemdIT {
  private static final Path UNIT = Path.of("..", "packaging", "systemd", "postern.service");

  @TempDir private Path folder;

  @Test
  void theLifeOfAGatewayIsTold() throws Exception {
    String socket = folder.resolve("notify").toString();
    try (ScriptedServer server = new ScriptedServer();
        Datagrams manager = new Datagrams(socket);
        Child child = start(server, Map.of("NOTIFY_SOCKET", socket))) {
      assertThat(manager.until("READY")).containsExactly("READY=1|STATUS=1 service");
      child.signal("HUP");
      List<String> reload = manager.until("READY");
      assertThat(reload).hasSize(2);
      assertThat(reload.getFirst()).matches("RELOADING=1\\|MONOTONIC_USEC=[1-9][0-9]+");
      child.signal("TERM");
      assertThat(manager.until("STOPPING")).containsExactly("STOPPING=1|STATUS=draining");
      assertThat(child.exit()).isEqualTo(143);
    }
  }

  @Test
  void theWatchdogIsFedBeforeItsTimeByAnAbstractSocket() throws Exception {
    String socket = "@postern-test-" + ProcessHandle.current().pid();
    try (ScriptedServer server = new ScriptedServer();
        Datagrams manager = new Datagrams(socket);
        Child child = start(server, Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "2000000"))) {
      assertThat(manager.until("READY")).hasSize(1);
      assertThat(manager.until("WATCHDOG")).containsExactly("WATCHDOG=1");
      long first = System.nanoTime();
      assertThat(manager.until("WATCHDOG")).containsExactly("WATCHDOG=1");
      assertThat(Duration.ofNanos(System.nanoTime() - first)).isLessThan(Duration.ofSeconds(2));
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
    }
  }

  @Test
  void aManagerThatIsNotThereHurtsNobody() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Child child = start(server, Map.of("NOTIFY_SOCKET", folder.resolve("none").toString()))) {
      assertThat(child.message("manager")).contains("warning: the service manager can't be told");
      try (Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* OK");
      }
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
    }
  }

  /** Nothing is open yet, and nothing is left behind. */
  @Test
  void aSignalDuringTheStartEndsIt() throws Exception {
    Path slow = folder.resolve("slow.yaml");
    assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor()).isZero();
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "-c",
                slow.toString())
            .start();
    // The writer's end opens when the gateway has begun to read.
    try (var _ = Files.newOutputStream(slow)) {
      // Not Process.destroy: that closes what we still want to read.
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theUnitGivesADrainItsTime() throws Exception {
    String unit = Files.readString(UNIT);
    String stop = unit.replaceFirst("(?s).*\nTimeoutStopSec=(\\S+)\n.*", "$1");
    assertThat(Quantities.duration(stop).orElseThrow())
        .isGreaterThan(Drain.DEFAULT.max().plusSeconds(10));
  }

  @Test
  void systemdUnderstandsTheUnit() throws Exception {
    // What this machine can't know: the installed program, and in systemd before 253 the type.
    assertThat(analyze("verify", "--man=no", UNIT.toString()).lines())
        .allMatch(
            line ->
                line.contains("/opt/postern/postern is not executable")
                    || line.endsWith("Failed to parse service type, ignoring: notify-reload"));
  }

  @Test
  void systemdFindsTheUnitHardened() throws Exception {
    String said = analyze("security", "--offline=true", "--no-pager", UNIT.toString());
    String exposure = said.replaceFirst("(?s).*exposure level for \\S+ ([0-9.]+).*", "$1");
    System.out.println("systemd-analyze security: " + exposure);
    assertThat(Double.parseDouble(exposure)).isLessThan(2.0);
  }

  private static String analyze(String... arguments) throws Exception {
    List<String> words = new java.util.ArrayList<>(List.of("systemd-analyze"));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    }
  }

  private static Child start(ScriptedServer server, Map<String, String> environment)
      throws Exception {
    return new Child(
        environment,
        Optional.empty(),
        "--listen",
        "127.0.0.1:0",
        "--server",
        server.address(),
        "--control",
        "none");
  }
}
