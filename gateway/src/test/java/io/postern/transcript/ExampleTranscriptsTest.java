package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The transcripts of the shipped policies and profiles: each is played under the policy that it
 * names, and under the same one in Java. The module policy-python plays them once more in Python.
 */
class ExampleTranscriptsTest {
  private static final Path POLICIES = Path.of("..", "examples", "policies");
  private static final Path PROFILES = Path.of("..", "examples", "profiles");

  /** A profile promises something, and wants a transcript for each attack on that. */
  private static final int PER_PROFILE_MIN = 5;

  private final Policies policies = new Policies(List.of());

  @TestFactory
  Stream<DynamicTest> everyTranscriptIsPlayedAsItIsWritten() throws IOException {
    return Stream.concat(files(POLICIES).stream(), files(PROFILES).stream())
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), file.toUri(), () -> play(file)));
  }

  @Test
  void everyExampleHasItsTranscripts() throws IOException {
    for (Path folder : List.of(POLICIES, PROFILES)) {
      int least = folder.equals(PROFILES) ? PER_PROFILE_MIN : 1;
      List<Path> transcripts = files(folder);
      for (Path policy : files(folder, ".yaml")) {
        String name = policy.getFileName().toString().replace(".yaml", "");
        assertThat(transcripts)
            .as(name)
            .filteredOn(file -> file.getFileName().toString().startsWith(name))
            .hasSizeGreaterThanOrEqualTo(least);
      }
    }
  }

  private void play(Path file) throws Exception {
    Transcript transcript = TranscriptParser.parse(file);
    assertThat(transcript.name() + ".transcript").isEqualTo(file.getFileName().toString());
    String yaml = transcript.policy().name();
    Policy java = policy(policies.load(java(yaml), file.getParent(), new Place(yaml, 1, 0)));
    Policy named = policy(new TranscriptPolicies(policies).load(transcript.policy()));
    for (Policy policy : List.of(named, java)) {
      for (Cut cut : List.of(new Cut.Whole(), new Cut.Octetwise(), new Cut.AtRandom(1))) {
        Optional<Difference> difference = TranscriptPlayer.play(transcript, policy, cut);
        if (difference.isPresent()) {
          throw new AssertionError(difference.get().toString());
        }
      }
    }
  }

  /** {@code read-only.yaml}: {@code ReadOnly.java#ReadOnly}. */
  private static String java(String yaml) {
    String name =
        Stream.of(yaml.replace(".yaml", "").split("-", -1))
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
    return name + ".java#" + name;
  }

  private static Policy policy(PolicyLoad load) {
    return switch (load) {
      case PolicyLoad.Loaded loaded -> loaded.policy();
      case PolicyLoad.Failed failed -> throw new AssertionError(failed.errors().toString());
    };
  }

  private static List<Path> files(Path folder) throws IOException {
    return files(folder, ".transcript");
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> walk = Files.list(folder)) {
      return walk.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
