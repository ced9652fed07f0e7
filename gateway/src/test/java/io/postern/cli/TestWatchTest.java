package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.Policies;
import io.postern.transcript.TranscriptFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files change while the watch waits; it tells what came out otherwise, and nothing else. */
class TestWatchTest {
  private static final String TALK =
      """
      transcript 1
      # %s -- NOOP goes to the server.
      policy policies/p.yaml
      client says   a1 NOOP
      server hears  T1 NOOP
      """;

  private interface Edit {
    void run() throws IOException;
  }

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void onlyWhatChangedIsTold() throws Exception {
    Files.createDirectories(folder.resolve("policies"));
    write("policies/p.yaml", "extends: ImapProxy\n");
    write("a.transcript", TALK.formatted("a"));
    write("b.transcript", TALK.formatted("b"));
    List<String> told =
        watched(
            // Nothing changes: nothing is played.
            () -> {},
            () -> write("policies/p.yaml", "extends: ImapProxy\nrequest: { NOOP: reject }\n"),
            () -> write("a.transcript", TALK.formatted("a").replace("T1 NOOP", "T1 NOOP NOOP")),
            () -> write("policies/p.yaml", "extends: ImapProxy\n"),
            () -> write("a.transcript", TALK.formatted("a")),
            () -> Files.delete(folder.resolve("a.transcript")),
            () -> Files.delete(folder.resolve("b.transcript")),
            () -> write("c.transcript", "nonsense"));
    assertThat(told)
        .containsExactly(
            "2 transcripts: 2 ok",
            "",
            "FAILED a.transcript:5",
            "FAILED b.transcript:5",
            "2 transcripts: 0 ok, 2 failed",
            "FAILED a.transcript:5",
            "2 transcripts: 0 ok, 2 failed",
            // It differs still, but no longer in the same way.
            "FAILED a.transcript:5",
            "ok     b.transcript",
            "2 transcripts: 1 ok, 1 failed",
            "ok     a.transcript",
            "2 transcripts: 2 ok",
            "1 transcript: 1 ok",
            "nothing is there",
            "FAILED c.transcript",
            "1 transcript: 0 ok, 1 can't be read");
  }

  /** What is told of the first play and behind each edit: an empty line where nothing is. */
  private List<String> watched(Edit... edits) {
    Deque<Edit> left = new ArrayDeque<>(List.of(edits));
    List<String> told = new ArrayList<>();
    TestText text = new TestText(Ran.console(out, new ByteArrayOutputStream(), false), 100, true);
    TestWatch watch =
        new TestWatch(
            this::found,
            () -> new TestRun(new Policies(List.of()), Optional.empty(), 1, false),
            text);
    watch.turns(
        () -> {
          told.addAll(told());
          if (left.isEmpty()) {
            return false;
          }
          try {
            left.remove().run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return true;
        });
    return told;
  }

  private List<String> told() {
    String text = out.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    out.reset();
    List<String> lines =
        text.lines()
            .filter(line -> line.matches("(ok|FAILED|nothing|\\d+ transcripts?) ?.*"))
            .map(
                line ->
                    line.replaceFirst("; .*", "").replaceFirst("(\\.transcript(:\\d+)?): .*", "$1"))
            .toList();
    return lines.isEmpty() ? List.of("") : lines;
  }

  private List<Path> found() {
    try {
      List<Path> files = TranscriptFiles.find(List.of(folder));
      if (files.isEmpty()) {
        throw new VerbFailure(Exit.NO_FILE, "nothing is there");
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
