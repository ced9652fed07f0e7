package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.admin.ControlException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Verbs that ask a gateway which runs in a process of its own. */
class ControlIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  @Test
  void statusTellsHowTheGatewayIs() throws Exception {
    Path socket = folder.resolve("c.sock");
    try (ScriptedServer server = new ScriptedServer();
        Child child = child(server, "--control", socket.toString());
        Child.Talk talk = child.talk()) {
      assertThat(talk.hear()).startsWith("* OK");
      JsonNode status =
          JSON.readTree(Ran.postern("status", "--control", socket, "--output", "json").out());
      assertThat(status.get("sessions").asInt()).isEqualTo(1);
      assertThat(status.get("sessions_total").asInt()).isEqualTo(1);
      assertThat(status.get("accepting").asBoolean()).isTrue();
      JsonNode service = status.get("services").get(0);
      assertThat(service.get("name").asString()).isEqualTo("imap");
      assertThat(service.get("server").asString()).isEqualTo(server.address());
      assertThat(service.get("policy").asString()).isEqualTo("ImapProxy");
      assertThat(service.get("sessions").asInt()).isEqualTo(1);
      Ran text = Ran.postern("status", "--control", socket);
      assertThat(text.exit()).isZero();
      assertThat(text.out())
          .startsWith("postern development, process ")
          .contains("\nname  listen ", "\nimap  127.0.0.1:", "\nsessions_total 1\n");
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
      assertThat(socket).doesNotExist();
      assertThat(Ran.postern("status", "--control", socket))
          .isEqualTo(
              new Ran(
                  69, "", "postern: no gateway answers at the control socket " + socket + "\n"));
    }
  }

  @Test
  void aDrainOverTheSocketIsThatOfASignal() throws Exception {
    Path socket = folder.resolve("c.sock");
    try (ScriptedServer server = new ScriptedServer();
        Child child = child(server, "--control", socket.toString());
        Child.Talk talk = child.talk()) {
      assertThat(talk.hear()).startsWith("* OK");
      assertThat(Ran.postern("drain", "--control", socket))
          .isEqualTo(new Ran(0, "draining: 1 session left\n", ""));
      assertThat(talk.hear()).isEqualTo("* BYE [UNAVAILABLE] Service is going down");
      assertThat(child.exit()).isZero();
      assertThat(Ran.postern("drain", "--control", socket))
          .isEqualTo(
              new Ran(
                  69, "", "postern: no gateway answers at the control socket " + socket + "\n"));
    }
  }

  @Test
  void theConfigurationSaysWhereTheSocketIs() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      Path file = configuration(server, "control: here.sock");
      try (Child child = new Child(Optional.empty(), "-c", file.toString())) {
        assertThat(folder.resolve("here.sock")).exists();
        assertThat(Ran.postern("status", "-c", file).out()).contains("configuration " + file);
        // A second one can't have it, and opens no port.
        Ran second = Ran.postern("run", "-c", file);
        assertThat(second.exit()).isEqualTo(73);
        assertThat(second.err())
            .isEqualTo(
                "postern: another gateway has the control socket "
                    + folder.resolve("here.sock")
                    + "; give this one its own, by --control PATH or \"control: PATH\" in its"
                    + " configuration\n");
        // Killed, it leaves its socket behind; that keeps nobody from starting again.
        child.signal("KILL");
        assertThat(child.exit()).isEqualTo(137);
        assertThat(folder.resolve("here.sock")).exists();
        assertThat(Ran.postern("status", "-c", file).exit()).isEqualTo(69);
      }
      try (Child again = new Child(Optional.empty(), "-c", file.toString())) {
        assertThat(Ran.postern("status", "-c", file).exit()).isZero();
        again.signal("TERM");
        assertThat(again.exit()).isEqualTo(143);
      }
    }
  }

  /** Whatever modes the process's files get by default, the socket is its user's alone. */
  @Test
  void anOpenUmaskOpensNothing() throws Exception {
    Path runtime = folder.resolve("runtime");
    try (ScriptedServer server = new ScriptedServer()) {
      Path file = configuration(server, "# no control");
      ProcessBuilder builder =
          new ProcessBuilder(
              "sh",
              "-c",
              "umask 000; exec \"$@\"",
              "sh",
              System.getProperty("java.home") + "/bin/java",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "run",
              "-c",
              file.toString());
      builder.environment().remove("RUNTIME_DIRECTORY");
      builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      try (BufferedReader messages =
          new BufferedReader(
              new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
        assertThat(messages.readLine()).contains("listens on");
        Path own = runtime.resolve("postern");
        assertThat(mode(own)).isEqualTo("rwx------");
        assertThat(mode(own.resolve("p.sock"))).isEqualTo("rw-------");
        assertThat(mode(own.resolve("p.sock.lock"))).isEqualTo("rw-------");
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(own.resolve("p.sock")).doesNotExist();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void everyReasonHasItsExitCode() {
    assertThat(ControlDoor.exit(ControlException.Reason.NOT_RUNNING)).isEqualTo(69);
    assertThat(ControlDoor.exit(ControlException.Reason.NOT_PERMITTED)).isEqualTo(77);
    assertThat(ControlDoor.exit(ControlException.Reason.IN_USE)).isEqualTo(73);
    assertThat(ControlDoor.exit(ControlException.Reason.BAD_PATH)).isEqualTo(73);
    assertThat(ControlDoor.exit(ControlException.Reason.OTHER)).isEqualTo(70);
  }

  @Test
  void thereNeedsToBeNone() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      Path file = configuration(server, "control: none");
      try (Child child = new Child(Optional.empty(), "-c", file.toString());
          Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* OK");
        Ran ran = Ran.postern("status", "-c", file);
        assertThat(ran.exit()).isEqualTo(69);
        assertThat(ran.err()).contains("control: none");
      }
    }
  }

  @Test
  void aSocketThatCannotBeIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    try (ScriptedServer server = new ScriptedServer()) {
      Ran ran =
          Ran.postern(
              "run", "--listen", "127.0.0.1:0", "--server", server.address(), "--control", file);
      assertThat(ran.exit()).isEqualTo(73);
      assertThat(ran.err()).contains("there is a file, which isn't a socket");
    }
  }

  private Path configuration(ScriptedServer server, String line) throws Exception {
    return Files.writeString(
        folder.resolve("p.yaml"),
        """
        version: 1
        %s
        services:
          - { name: a, listen: "127.0.0.1:0", server: "%s", policy: ImapProxy }
        """
            .formatted(line, server.address()));
  }

  private static Child child(ScriptedServer server, String... more) throws Exception {
    java.util.List<String> words =
        new java.util.ArrayList<>(
            java.util.List.of("--listen", "127.0.0.1:0", "--server", server.address()));
    words.addAll(java.util.List.of(more));
    return new Child(Optional.empty(), words.toArray(String[]::new));
  }
}
