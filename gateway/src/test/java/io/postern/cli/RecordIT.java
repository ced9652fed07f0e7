package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code postern record}, of a gateway in a process of its own, by another. */
class RecordIT {
  @TempDir private Path folder;

  @Test
  void theNextSessionIsWrittenAsATranscriptThatPasses() throws Exception {
    Path file = folder.resolve("Alice's talk.transcript");
    try (ScriptedServer server = new ScriptedServer();
        Child child = child(server);
        Recorder recorder = new Recorder("--output", file.toString())) {
      assertThat(recorder.message("waiting"))
          .isEqualTo("postern: waiting for the next session from 127.0.0.1; Ctrl-C ends");
      try (Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* OK");
        recorder.message("recording session");
        assertThat(talk.ask("a1 LOGIN alice \"open sesame\"")).isEqualTo("a1 OK in");
        assertThat(talk.ask("a2 DELETE Trash")).startsWith("a2 NO [NOPERM] Kept (");
        assertThat(talk.ask("a3 LOGOUT")).isEqualTo("a3 OK done");
        assertThat(talk.hear()).isEmpty();
      }
      assertThat(recorder.exit()).isZero();
      String transcript = Files.readString(file);
      assertThat(transcript)
          .startsWith("transcript 1\n# alice-s-talk -- recorded ")
          .contains(
              "\npolicy keep.yaml\n",
              "\nfrom connect\n",
              "a2 DELETE Trash\n",
              "a2 NO [NOPERM] Kept (S-")
          .doesNotContain("sesame");
      assertThat(Ran.postern("test", file).exit()).isZero();
    }
  }

  @Test
  void ctrlCEndsItWithWhatThereIs() throws Exception {
    Path file = folder.resolve("part.transcript");
    try (ScriptedServer server = new ScriptedServer();
        Child child = child(server);
        Recorder recorder = new Recorder("--output", file.toString())) {
      recorder.message("waiting");
      try (Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* OK");
        recorder.message("recording session");
        assertThat(talk.ask("a1 LOGIN alice secret")).isEqualTo("a1 OK in");
        recorder.signal("INT");
        assertThat(recorder.exit()).isZero();
        // The session didn't notice.
        assertThat(talk.ask("a2 NOOP")).startsWith("a2 OK");
      }
      assertThat(Files.readString(file)).contains("client says", "# Stopped by whoever recorded.");
      assertThat(Ran.postern("test", file).exit()).isZero();
    }
  }

  @Test
  void ctrlCWhileItWaitsLeavesNoFile() throws Exception {
    Path file = folder.resolve("none.transcript");
    try (ScriptedServer server = new ScriptedServer();
        Child child = child(server);
        Recorder recorder = new Recorder("--output", file.toString())) {
      recorder.message("waiting");
      recorder.signal("INT");
      assertThat(recorder.message("no session")).isEqualTo("postern: no session came");
      assertThat(recorder.exit()).isEqualTo(1);
      assertThat(file).doesNotExist();
      try (Child.Talk talk = child.talk()) {
        assertThat(talk.hear()).startsWith("* OK");
      }
    }
  }

  @Test
  void whoeverRecordsMayDie() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Child child = child(server)) {
      try (Recorder recorder = new Recorder()) {
        recorder.message("waiting");
        try (Child.Talk talk = child.talk()) {
          assertThat(talk.hear()).startsWith("* OK");
          recorder.message("recording session");
          recorder.signal("KILL");
          assertThat(recorder.exit()).isEqualTo(137);
          assertThat(talk.ask("a1 LOGIN alice secret")).isEqualTo("a1 OK in");
          assertThat(talk.ask("a2 LOGOUT")).startsWith("a2 OK");
        }
      }
      child.signal("TERM");
      assertThat(child.exit()).isEqualTo(143);
      assertThat(child.log()).noneMatch(line -> line.contains("internal_error"));
    }
  }

  @Test
  void whatCannotBeRecordedIsTold() throws Exception {
    Path there = Files.writeString(folder.resolve("there"), "precious");
    try (ScriptedServer server = new ScriptedServer();
        Child _ = child(server)) {
      Path socket = folder.resolve("c.sock");
      Ran exists = Ran.postern("record", "--control", socket, "--client", "::1", "--output", there);
      assertThat(exists).isEqualTo(new Ran(73, "", "postern: " + there + " is there already\n"));
      Ran name = Ran.postern("record", "--control", socket, "--client", "localhost");
      assertThat(name.exit()).isEqualTo(64);
      assertThat(name.err()).contains("--client: expected an IP address");
      Ran service =
          Ran.postern("record", "--control", socket, "--client", "::1", "--service", "nope");
      assertThat(service.exit()).isEqualTo(64);
      assertThat(service.err()).isEqualTo("postern: --service: expected one of imap\n");
    }
  }

  private Child child(ScriptedServer server) throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("keep.yaml"),
            "extends: ImapProxy\nrequest:\n  DELETE: { reject: \"Kept\" }\n");
    return new Child(
        Optional.empty(),
        "--listen",
        "127.0.0.1:0",
        "--server",
        server.address(),
        "--policy",
        policy.toString(),
        "--control",
        folder.resolve("c.sock").toString());
  }

  /** {@code postern record} in a process of its own. */
  private final class Recorder implements AutoCloseable {
    private final Process process;
    private final BufferedReader messages;

    Recorder(String... more) throws IOException {
      List<String> words =
          new ArrayList<>(
              List.of(
                  "env",
                  "--default-signal=INT,TERM",
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "record",
                  "--control",
                  folder.resolve("c.sock").toString(),
                  "--client",
                  "127.0.0.1"));
      words.addAll(List.of(more));
      process = new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      messages =
          new BufferedReader(
              new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    }

    String message(String part) throws IOException {
      StringBuilder others = new StringBuilder();
      for (String line = messages.readLine(); line != null; line = messages.readLine()) {
        if (line.contains(part)) {
          return line;
        }
        others.append(line).append('\n');
      }
      throw new AssertionError("it ended without \"" + part + "\":\n" + others);
    }

    void signal(String name) throws Exception {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      assertThat(kill.waitFor()).isZero();
    }

    int exit() throws Exception {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
