package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code postern reload} and SIGHUP, of a gateway in a process of its own. */
class ReloadIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private ScriptedServer server;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    file = folder.resolve("p.yaml");
    policy("one");
    configure("");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aLiveSessionKeepsItsPolicyAndTheNextOneHasTheNew() throws Exception {
    try (Child child = child();
        Child.Talk old = talk(child)) {
      assertThat(refusal(old)).isEqualTo("one");
      policy("two");
      assertThat(Ran.postern("reload", "-c", file, "--dry-run"))
          .isEqualTo(new Ran(0, "a: policy\nwould be reloaded\n", ""));
      try (Child.Talk still = talk(child)) {
        assertThat(refusal(still)).isEqualTo("one");
      }
      assertThat(Ran.postern("reload", "-c", file))
          .isEqualTo(new Ran(0, "a: policy\nreloaded\n", ""));
      try (Child.Talk next = talk(child)) {
        assertThat(refusal(next)).isEqualTo("two");
      }
      assertThat(refusal(old)).isEqualTo("one");
      assertThat(Ran.postern("reload", "-c", file))
          .isEqualTo(new Ran(0, "a: unchanged\nreloaded\n", ""));
      assertThat(ended(child))
          .filteredOn(line -> line.contains("event=config_reloaded"))
          .hasSize(2)
          .first()
          .asString()
          .endsWith("level=info event=config_reloaded result=ok reason=\"a: policy\"");
    }
  }

  @Test
  void whatIsWrongIsToldAndTheOldPolicyStays() throws Exception {
    try (Child child = child()) {
      Files.writeString(
          folder.resolve("keep.yaml"),
          "extends: ImapProxy\nrequest:\n  LOGIN: rejekt\n  NOOP: drob\n");
      Ran ran = Ran.postern("reload", "-c", file);
      assertThat(ran.exit()).isEqualTo(78);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err())
          .contains("keep.yaml:3:10: ", "did you mean reject?", "keep.yaml:4:9: ")
          .endsWith("\npostern: not reloaded, everything stays as it was\n");
      JsonNode json = JSON.readTree(Ran.postern("reload", "-c", file, "--output", "json").out());
      assertThat(json.get("ok").asBoolean()).isFalse();
      assertThat(json.get("errors").get(0).get("line").asInt()).isEqualTo(3);
      try (Child.Talk next = talk(child)) {
        assertThat(refusal(next)).isEqualTo("one");
      }
      assertThat(Ran.postern("status", "-c", file).out())
          .contains("the last reload failed: ", "keep.yaml:3:10: ");
      policy("two");
      assertThat(Ran.postern("reload", "-c", file).exit()).isZero();
      assertThat(Ran.postern("status", "-c", file).out()).doesNotContain("failed");
      assertThat(ended(child))
          .filteredOn(line -> line.contains("event=config_reloaded"))
          .hasSize(3)
          .first()
          .asString()
          .contains("level=error event=config_reloaded result=failed reason=", "keep.yaml:3:10: ");
    }
  }

  @Test
  void aMissingFileIsTold() throws Exception {
    try (Child child = child()) {
      Path moved = Files.move(file, folder.resolve("moved.yaml"));
      Ran ran = Ran.postern("reload", "--control", folder.resolve("c.sock"));
      assertThat(ran.exit()).isEqualTo(66);
      assertThat(ran.err()).contains(file + ": no such file");
      Files.move(moved, file);
      assertThat(Ran.postern("reload", "-c", file).exit()).isZero();
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
    }
  }

  @Test
  void aHangUpReloads() throws Exception {
    try (Child child = child();
        Child.Talk old = talk(child)) {
      policy("two");
      child.signal("HUP");
      assertThat(child.message("reloaded")).isEqualTo("postern: reloaded: a: policy");
      try (Child.Talk next = talk(child)) {
        assertThat(refusal(next)).isEqualTo("two");
      }
      assertThat(refusal(old)).isEqualTo("one");
      Files.writeString(file, "version: 1\n");
      child.signal("HUP");
      assertThat(child.message("found no services")).startsWith(file + ":1:1: ");
      assertThat(child.message("not reloaded")).endsWith("everything stays as it was");
      try (Child.Talk next = talk(child)) {
        assertThat(refusal(next)).isEqualTo("two");
      }
      assertThat(ended(child))
          .filteredOn(line -> line.contains("event=config_reloaded"))
          .hasSize(2)
          .last()
          .asString()
          .contains("result=failed", "found no services");
    }
  }

  @Test
  void whatNeedsARestartIsRefusedAsAWhole() throws Exception {
    try (Child child = child()) {
      policy("two");
      Files.writeString(file, Files.readString(file).replace("c.sock", "d.sock"));
      Ran ran = Ran.postern("reload", "--control", folder.resolve("c.sock"));
      assertThat(ran.exit()).isEqualTo(78);
      assertThat(ran.err()).endsWith(": the control socket is elsewhere: that needs a restart\n");
      try (Child.Talk next = talk(child)) {
        assertThat(refusal(next)).isEqualTo("one");
      }
    }
  }

  @Test
  void servicesListenersRulesAndZonesComeAndGo() throws Exception {
    try (Child child = child();
        Child.Talk old = talk(child)) {
      int port;
      try (ServerSocket free = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      String more =
          service("b").replace("127.0.0.1:0", "127.0.0.1:" + port)
              + "\nzones: { here: { networks: 127.0.0.0/8 } }"
              + "\nrules: [{ from: here, service: b }]\n";
      configure("");
      Files.writeString(file, Files.readString(file) + more);
      String told =
          "a: unchanged\nb: added\nlisteners: 127.0.0.1:"
              + port
              + " opened\nrules: 1 added\nzones: here added\n";
      assertThat(Ran.postern("reload", "-c", file, "--dry-run"))
          .isEqualTo(new Ran(0, told + "would be reloaded\n", ""));
      assertThat(Ran.postern("reload", "-c", file)).isEqualTo(new Ran(0, told + "reloaded\n", ""));
      assertThat(Ran.postern("status", "-c", file).out())
          .containsPattern("\nb  +127\\.0\\.0\\.1:" + port);
      try (Child.Talk of = new Child.Talk(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
          Child.Talk next = talk(child)) {
        assertThat(of.hear()).startsWith("* OK");
        assertThat(refusal(next)).isEqualTo("one");
        // What listened there first keeps its socket; the other one goes, its session stays.
        configure("");
        assertThat(Ran.postern("reload", "-c", file).out())
            .isEqualTo(
                "a: unchanged\nb: removed\nlisteners: 127.0.0.1:"
                    + port
                    + " closed\nrules: 1 removed\nzones: here removed\nreloaded\n");
        assertThat(refusal(of)).isEqualTo("one");
        assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close())
            .isInstanceOf(IOException.class);
      }
      assertThat(refusal(old)).isEqualTo("one");
      assertThat(ended(child))
          .filteredOn(line -> line.contains("event=config_reloaded"))
          .hasSize(2)
          .allMatch(line -> line.contains("result=ok"));
    }
  }

  @Test
  void anotherAdminNeedsARestart() throws Exception {
    try (Child child = child()) {
      policy("two");
      String before = Files.readString(file);
      Files.writeString(file, before + "admin: { listen: \"127.0.0.1:0\" }\n");
      String refused =
          "not reloaded, everything stays as it was: admin listens elsewhere: that needs a restart";
      assertThat(Ran.postern("reload", "-c", file))
          .isEqualTo(new Ran(78, "", "postern: " + refused + "\n"));
      assertThat(Ran.postern("reload", "-c", file, "--dry-run").exit()).isEqualTo(78);
      assertThat(child.message("not reloaded")).contains(refused);
      try (Child.Talk next = talk(child)) {
        assertThat(refusal(next)).isEqualTo("one");
      }
      Files.writeString(file, before);
      assertThat(Ran.postern("reload", "-c", file).exit()).isZero();
      assertThat(ended(child))
          .filteredOn(line -> line.contains("event=config_reloaded result=failed"))
          .singleElement()
          .asString()
          .contains("reason=\"admin listens elsewhere: that needs a restart\"");
    }
  }

  @Test
  void aPortInUseChangesNothing() throws Exception {
    try (Child child = child();
        ServerSocket taken = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      policy("two");
      Files.writeString(
          file,
          Files.readString(file)
              + service("b").replace("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort())
              + "\n");
      Ran ran = Ran.postern("reload", "-c", file);
      assertThat(ran.exit()).isEqualTo(73);
      assertThat(ran.err())
          .isEqualTo(
              "postern: not reloaded, everything stays as it was: cannot listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": the port is in use\n");
      try (Child.Talk next = talk(child)) {
        assertThat(refusal(next)).isEqualTo("one");
      }
    }
  }

  @Test
  void boundsAndSwitchesOfNewSessionsChangeToo() throws Exception {
    try (Child child = child()) {
      configure(", limits: { connections: 1 }, decision_id: log");
      Ran ran = Ran.postern("reload", "-c", file);
      assertThat(ran.out()).startsWith("a: quotas, switches\n");
      try (Child.Talk one = talk(child)) {
        assertThat(one.ask("a1 NOOP")).isEqualTo("a1 NO one");
        try (Child.Talk two = child.talk()) {
          assertThat(two.hear()).startsWith("* BYE [UNAVAILABLE] Too many connections");
        }
      }
    }
  }

  @Test
  void aRunByTheCommandLineReloadsItsPolicy() throws Exception {
    Path socket = folder.resolve("f.sock");
    try (Child child =
        new Child(
            Optional.empty(),
            "--listen",
            "127.0.0.1:0",
            "--server",
            server.address(),
            "--policy",
            folder.resolve("keep.yaml").toString(),
            "--control",
            socket.toString())) {
      policy("two");
      assertThat(Ran.postern("reload", "--control", socket).out())
          .isEqualTo("imap: policy\nreloaded\n");
      try (Child.Talk next = talk(child)) {
        assertThat(refusal(next)).isEqualTo("two");
      }
    }
  }

  private Child child() throws Exception {
    return new Child(Optional.empty(), "-c", file.toString());
  }

  private static Child.Talk talk(Child child) throws Exception {
    Child.Talk talk = child.talk();
    assertThat(talk.hear()).startsWith("* OK");
    return talk;
  }

  private static String refusal(Child.Talk talk) throws Exception {
    return talk.ask("a1 NOOP").replaceFirst("a1 NO (\\w+) \\(.*\\)", "$1");
  }

  private static List<String> ended(Child child) throws Exception {
    child.signal("TERM");
    assertThat(child.exit()).isEqualTo(143);
    return child.log();
  }

  private void policy(String text) throws Exception {
    Files.writeString(
        folder.resolve("keep.yaml"),
        "extends: ImapProxy\nrequest:\n  NOOP: { reject: \"" + text + "\" }\n");
  }

  private void configure(String more) throws Exception {
    Files.writeString(
        file, "version: 1\ncontrol: c.sock\nservices:\n" + service("a" + more) + "\n");
  }

  private String service(String nameAndMore) {
    int comma = nameAndMore.indexOf(',');
    String name = comma < 0 ? nameAndMore : nameAndMore.substring(0, comma);
    String more = comma < 0 ? "" : nameAndMore.substring(comma);
    return "  - { name: "
        + name
        + ", listen: \"127.0.0.1:0\", server: \""
        + server.address()
        + "\", policy: keep.yaml"
        + more
        + " }";
  }
}
