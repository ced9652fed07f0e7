package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.Policy;
import io.postern.transcript.Cut;
import io.postern.transcript.Transcript;
import io.postern.transcript.TranscriptException;
import io.postern.transcript.TranscriptParser;
import io.postern.transcript.TranscriptPlayer;
import io.postern.transcript.TranscriptPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The forms of the guide, as class files: each loads without a warning, and is played. */
class GuideExamplesTest {
  private static final Path FOLDER = Path.of("..", "examples", "guide");

  private static final TranscriptPolicies POLICIES =
      new TranscriptPolicies(new Policies(List.of()));

  @TestFactory
  Stream<DynamicTest> everyExampleIsPlayedAsItIsWritten() throws IOException {
    long seed = new SplittableRandom().nextInt(1_000_000);
    System.out.println("examples/guide: the fresh seed is " + seed);
    return files(".transcript")
        .map(
            file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file, seed)));
  }

  @Test
  void everyPolicyHasATranscriptThatNamesIt() throws Exception {
    TreeSet<String> named = new TreeSet<>();
    for (Path file : files(".transcript").toList()) {
      String name = TranscriptParser.parse(file).policy().name();
      named.add(name.substring(0, name.indexOf('#')));
    }
    assertThat(named)
        .containsExactlyElementsOf(
            files(".py").map(file -> file.getFileName().toString()).toList());
  }

  private static void play(Path file, long seed) throws IOException, TranscriptException {
    Transcript transcript = TranscriptParser.parse(file);
    Policy policy =
        switch (POLICIES.load(transcript.policy())) {
          case PolicyLoad.Loaded loaded -> {
            // The guide itself opens a table with a star.
            assertThat(loaded.warnings())
                .allMatch(warning -> warning.message().startsWith("\"*\" accepts every command"));
            yield loaded.policy();
          }
          case PolicyLoad.Failed failed -> throw new AssertionError(failed.errors().toString());
        };
    for (Cut cut : List.of(new Cut.Whole(), new Cut.Octetwise(), new Cut.AtRandom(seed))) {
      TranscriptPlayer.play(transcript, policy, cut)
          .ifPresent(
              difference -> {
                throw new AssertionError(difference.toString());
              });
    }
  }

  private static Stream<Path> files(String ending) throws IOException {
    try (Stream<Path> walk = Files.list(FOLDER)) {
      return walk.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    }
  }
}
