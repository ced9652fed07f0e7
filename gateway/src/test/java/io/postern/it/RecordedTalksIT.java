package io.postern.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.admin.ControlAnswer;
import io.postern.admin.ControlClient;
import io.postern.cli.Console;
import io.postern.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Talks with a real Dovecot, recorded over the control socket: what is written passes. */
class RecordedTalksIT {
  private static final int PATIENCE_SECONDS = 60;

  /**
   * Talks with a line that the grammar refuses: where its secrets are, nobody can say, so it is
   * replaced as a whole, and when it is played the BAD names another mistake.
   */
  private static final Set<String> REFUSED_LINES = Set.of("status", "fetch-ranges");

  @TempDir private static Path folder;
  private static DovecotServer dovecot;
  private static RunningGateway gateway;
  private static int users;

  @BeforeAll
  static void start() throws IOException {
    dovecot = DovecotServer.start("RecordedTalksIT");
    Path configuration =
        Files.writeString(
            folder.resolve("postern.yaml"),
            """
            version: 1
            control: c.sock
            services:
              - name: it
                listen: "127.0.0.1:0"
                server: "127.0.0.1:%d"
                policy: ImapProxy
                # No transcript says that a login waited for others.
                limits: { failed-login-delay: 0s }
            """
                .formatted(dovecot.port()));
    gateway = RunningGateway.start("RecordedTalksIT", configuration);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    dovecot.close();
  }

  static Stream<Talk> talks() {
    String only = System.getProperty("postern.talk", "");
    return Talks.all().filter(talk -> only.isEmpty() || talk.name().equals(only));
  }

  @ParameterizedTest
  @MethodSource("talks")
  void aRecordedTalkPassesAndShowsNobodysMail(Talk talk) throws Exception {
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    CountDownLatch waiting = new CountDownLatch(1);
    try (ControlClient client = ControlClient.connect(folder.resolve("c.sock"))) {
      FutureTask<ControlAnswer> recording =
          new FutureTask<>(
              () ->
                  client.ask(
                      "record",
                      Map.of("client", "127.0.0.1", "name", talk.name()),
                      told -> {
                        waiting.countDown();
                        if (told.get("lines") instanceof List<?> piece) {
                          piece.forEach(line -> lines.add((String) line));
                        }
                      }));
      Thread.ofVirtual().start(recording);
      assertThat(waiting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      talk.record(gateway.port(), "recorded" + users++);
      ControlAnswer answer = recording.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(answer.ok()).as(answer.error()).isTrue();
      assertThat(answer.fields()).as("why it ended").containsEntry("end", "");
    }
    Path file = Files.write(folder.resolve(talk.name() + ".transcript"), lines, UTF_8);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    int exit =
        Main.run(new String[] {"test", file.toString()}, new Console(out, out, said, false, false));
    if (exit != 0) {
      assertThat(REFUSED_LINES).as(said.toString(UTF_8)).contains(talk.name());
      assertThat(said.toString(UTF_8)).contains("something else was heard", " BAD a");
    }
    assertThat(lines)
        .noneMatch(line -> line.contains(DovecotServer.PASSWORD))
        .noneMatch(line -> line.contains("Received:"));
  }
}
