package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole process: its start line, its log, signals and exit codes. */
class RunIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  @Test
  void aRefusalHasTheSameDecisionIdForTheClientAndInTheLog() throws Exception {
    Files.writeString(
        folder.resolve("keep.yaml"),
        "extends: ImapProxy\nrequest:\n  DELETE: { reject: \"Folders are kept here\" }\n");
    try (ScriptedServer server = new ScriptedServer();
        Child child = start(server, "--policy", folder.resolve("keep.yaml").toString())) {
      String refusal;
      try (Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* OK");
        assertThat(talk.ask("a1 LOGIN alice \"open sesame\"")).isEqualTo("a1 OK in");
        refusal = talk.ask("a2 DELETE Trash");
        assertThat(talk.ask("a3 LOGOUT")).isEqualTo("a3 OK done");
      }
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
      List<String> log = child.log();
      String line =
          log.stream().filter(l -> l.contains("event=command_decided")).findFirst().orElseThrow();
      String id = line.replaceFirst(".* decision_id=(\\S+) .*", "$1");
      assertThat(refusal).isEqualTo("a2 NO [NOPERM] Folders are kept here (" + id + ")");
      assertThat(line)
          .contains(" user=alice ", " command=DELETE ", " rule=keep.yaml:3 ", " action=reject ");
      assertThat(log).filteredOn(l -> l.contains("event=session_finished")).hasSize(1);
      assertThat(String.join("\n", log)).doesNotContain("sesame");
    }
  }

  @Test
  void theLogIsJsonWhenAsked() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Child child = start(server, "--log", "json", "--output", "json", "--service", "intra")) {
      try (Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* OK");
        assertThat(talk.ask("a1 LOGIN bob wrong")).startsWith("a1 NO");
        assertThat(talk.ask("a2 LOGOUT")).startsWith("a2 OK");
      }
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
      List<JsonNode> log = child.log().stream().map(JSON::readTree).toList();
      JsonNode failed =
          log.stream()
              .filter(line -> line.get("event").asString().equals("auth_failed"))
              .findFirst()
              .orElseThrow();
      assertThat(failed.get("client_ip").asString()).isEqualTo("127.0.0.1");
      assertThat(failed.get("service").asString()).isEqualTo("intra");
      assertThat(failed.get("user").asString()).isEqualTo("bob");
    }
  }

  @Test
  void aSignalEndsSessionsWithByeAndThenTheProcess() throws Exception {
    for (String signal : List.of("TERM", "INT")) {
      try (ScriptedServer server = new ScriptedServer();
          Child child = start(server);
          Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* OK");
        assertThat(talk.ask("a1 LOGIN alice secret")).startsWith("a1 OK");
        child.signal(signal);
        assertThat(talk.hear()).startsWith("* BYE [UNAVAILABLE]");
        assertThat(talk.hear()).isEmpty();
        assertThat(child.exit()).isEqualTo(signal.equals("TERM") ? 143 : 130);
        assertThat(child.log()).last().asString().contains("session_finished", " cause=drain");
      }
    }
  }

  /** Octets that a client doesn't take keep its session for a while. */
  @Test
  void aSecondSignalEndsTheProcessAtOnce() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Child child = start(server);
        Child.Talk talk = stuck(child)) {
      child.signal("TERM");
      assertThat(child.message("ending")).isEqualTo("postern: ending; once more to end at once");
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
      assertThat(child.messages()).containsExactly("postern: ended at once");
      assertThat(talk.socket().isClosed()).isFalse();
    }
  }

  @Test
  void aServerThatIsNotThereIsToldToTheClientAndTheLog() throws Exception {
    String nobody;
    try (ScriptedServer server = new ScriptedServer()) {
      nobody = server.address();
    }
    try (Child child = new Child(Optional.empty(), "--listen", "127.0.0.1:0", "--server", nobody)) {
      try (Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* BYE [UNAVAILABLE]");
        assertThat(talk.hear()).isEmpty();
      }
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
      assertThat(child.log())
          .anyMatch(line -> line.contains(" event=server_unreachable ") && line.contains(nobody))
          .anyMatch(line -> line.contains(" cause=server_unreachable"));
    }
  }

  @Test
  void aFullDiskHurtsNoSession() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Child child =
            new Child(
                Optional.of(new File("/dev/full")),
                "--listen",
                "127.0.0.1:0",
                "--server",
                server.address())) {
      talkOften(child);
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
    }
  }

  @Test
  void anOutputThatNobodyReadsHurtsNoSession() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Child child = start(server)) {
      child.closeLog();
      talkOften(child);
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
    }
  }

  /** A client that asks for much and reads the first line only. */
  private static Child.Talk stuck(Child child) throws Exception {
    Child.Talk talk = child.talk();
    assertThat(talk.hear()).startsWith("* OK");
    assertThat(talk.ask("a1 LOGIN alice secret")).startsWith("a1 OK");
    talk.say("a2 LIST \"\" *");
    assertThat(talk.hear()).startsWith("* LIST ");
    return talk;
  }

  private static void talkOften(Child child) throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* OK");
        assertThat(talk.ask("a1 LOGIN alice secret")).startsWith("a1 OK");
        assertThat(talk.ask("a2 BOGUS")).startsWith("a2 BAD");
        assertThat(talk.ask("a3 LOGOUT")).startsWith("a3 OK");
      }
    }
  }

  private static Child start(ScriptedServer server, String... more) throws Exception {
    List<String> words =
        new java.util.ArrayList<>(List.of("--listen", "127.0.0.1:0", "--server", server.address()));
    words.addAll(List.of(more));
    return new Child(Optional.empty(), words.toArray(String[]::new));
  }
}
