package io.postern.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.Limits;
import io.postern.transcript.RecordingHead;
import io.postern.transcript.SessionRecording;
import io.postern.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveRecordingTest {
  private static final RecordingHead HEAD =
      new RecordingHead(
          "a", "a story", "ImapProxy", Limits.DEFAULT, Transcript.Times.DEFAULT, "abcdef");

  private final AtomicReference<Consumer<String>> writer = new AtomicReference<>();
  private final LiveRecording recording =
      new LiveRecording(
          out -> {
            writer.set(out);
            return new SessionRecording(HEAD, out);
          });

  @Test
  void whatIsWrittenIsReadInItsOrderUpToTheEnd() throws Exception {
    writer.get().accept("one");
    writer.get().accept("two");
    recording.ends("Enough.");
    recording.ends("Again.");
    List<String> lines = new ArrayList<>();
    assertThat(readAll(lines)).isEqualTo("Enough.");
    assertThat(lines).startsWith("transcript 1").containsSubsequence("one", "two");
  }

  /** The session is told nothing of it, and nothing more is kept for the reader. */
  @Test
  void aReaderWhoIsTooSlowLosesTheRest() throws Exception {
    String line = "x".repeat(10_000);
    for (int i = 0; i < 2 * LiveRecording.WAITING_MAX / line.length(); i++) {
      writer.get().accept(line);
    }
    byte[] octets = "* OK ready\r\n".getBytes(US_ASCII);
    int at = recording.serverSays(octets, 0, octets.length);
    assertThat(at).isBetween(1, octets.length);
    assertThat(recording.clientSays(octets, 0, octets.length)).isEqualTo(octets.length);
    recording.ends("");
    List<String> lines = new ArrayList<>();
    assertThat(readAll(lines)).isEqualTo(LiveRecording.TOO_SLOW);
    assertThat(lines).last().isEqualTo("# " + LiveRecording.TOO_SLOW);
    long characters = lines.stream().mapToLong(String::length).sum();
    assertThat(characters)
        .isBetween(LiveRecording.WAITING_MAX - 200_000, LiveRecording.WAITING_MAX);
  }

  @Test
  void aReaderWhoKeepsUpLosesNothing() throws Exception {
    String line = "x".repeat(1_000_000);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      writer.get().accept(line);
      LiveRecording.Piece piece = recording.take();
      assertThat(piece.end()).isEmpty();
      lines.addAll(piece.lines());
    }
    recording.ends("");
    assertThat(readAll(lines)).isEmpty();
    assertThat(lines).filteredOn(line::equals).hasSize(50);
  }

  private String readAll(List<String> lines) throws InterruptedException {
    while (true) {
      LiveRecording.Piece piece = recording.take();
      lines.addAll(piece.lines());
      if (piece.end().isPresent()) {
        return piece.end().get();
      }
    }
  }
}
