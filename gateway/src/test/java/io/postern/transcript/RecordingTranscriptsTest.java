package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * All transcripts are recorded while they are played, with the exchanges that lead to their start,
 * and what was recorded is played again: it must go as it was recorded.
 */
class RecordingTranscriptsTest {
  private static final TranscriptPolicies POLICIES =
      new TranscriptPolicies(new Policies(List.of()));

  @TestFactory
  Stream<DynamicTest> whatIsRecordedPlaysAgain() throws IOException {
    String wanted = System.getProperty("postern.transcript", "");
    return TranscriptFiles.find(List.of(Path.of("src/test/transcripts"))).stream()
        .filter(file -> file.toString().contains(wanted))
        .map(file -> DynamicTest.dynamicTest(file.toString(), file.toUri(), () -> again(file)));
  }

  private static void again(Path file) throws Exception {
    Transcript transcript = TranscriptParser.parse(file);
    if (transcript.tls().takesLogin()) {
      // A recording doesn't tell of the routing: 'postern record' refuses such a service.
      return;
    }
    Policy policy = ((PolicyLoad.Loaded) POLICIES.load(transcript.policy())).policy();
    for (Cut cut : List.of(new Cut.Whole(), new Cut.Octetwise(), new Cut.AtRandom(1))) {
      String text = recorded(transcript, policy, cut);
      Transcript again = TranscriptParser.parse(Path.of("again.transcript"), text);
      Optional<Difference> difference = TranscriptPlayer.play(again, policy, new Cut.Whole());
      assertThat(difference.map(Object::toString).orElse(""))
          .as("recorded %s:\n%s", cut, text)
          .isEmpty();
    }
  }

  /** What was recorded of a play. */
  static String recorded(Transcript transcript, Policy policy, Cut cut) {
    List<String> lines = new ArrayList<>();
    RecordingHead head =
        new RecordingHead(
            "again",
            "recorded",
            "ImapProxy",
            transcript.limits(),
            transcript.times(),
            Stage.ID,
            transcript.observing().mode(),
            transcript.switches(),
            transcript.tls().withOrigin(transcript.origin()),
            transcript.pace());
    SessionRecording recording = new SessionRecording(head, lines::add);
    TranscriptPlayer.record(transcript, policy, cut, recording);
    recording.ends("The end.");
    return String.join("\n", lines) + "\n";
  }
}
