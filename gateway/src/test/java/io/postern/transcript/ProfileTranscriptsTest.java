package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The transcripts of the shipped profiles: each is played under the policy that it names, and under
 * the same profile in Java.
 */
class ProfileTranscriptsTest {
  private static final Path FOLDER = Path.of("..", "examples", "profiles");
  private static final String ENDING = ".transcript";
  private static final Policies POLICIES = new Policies(List.of());

  @TestFactory
  Stream<DynamicTest> everyTranscriptOfAProfileIsPlayedAsItIsWritten() throws IOException {
    return files()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), file.toUri(), () -> play(file)));
  }

  @Test
  void everyProfileHasSome() throws IOException {
    List<String> names = files().map(file -> file.getFileName().toString()).toList();
    for (String profile : List.of("read-only", "no-permanent-delete", "hide-server")) {
      assertThat(names)
          .as(profile)
          .filteredOn(name -> name.startsWith(profile))
          .hasSizeGreaterThan(4);
    }
  }

  private static void play(Path file) throws Exception {
    Transcript transcript = TranscriptParser.parse(file);
    assertThat(transcript.name() + ENDING).isEqualTo(file.getFileName().toString());
    String yaml = transcript.policy().name();
    List<Policy> forms = new ArrayList<>();
    forms.add(policy(new TranscriptPolicies(POLICIES).load(transcript.policy())));
    forms.add(policy(POLICIES.load(java(yaml), FOLDER, new Place(yaml, 1, 0))));
    for (Policy policy : forms) {
      for (Cut cut : List.of(new Cut.Whole(), new Cut.Octetwise(), new Cut.AtRandom(1))) {
        Optional<Difference> difference = TranscriptPlayer.play(transcript, policy, cut);
        if (difference.isPresent()) {
          throw new AssertionError(difference.get().toString());
        }
      }
    }
  }

  /** {@code read-only.yaml}: {@code ReadOnly.java}. */
  private static String java(String yaml) {
    StringBuilder name = new StringBuilder();
    for (String word : yaml.substring(0, yaml.indexOf('.')).split("-", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name + ".java";
  }

  private static Policy policy(PolicyLoad load) {
    return switch (load) {
      case PolicyLoad.Loaded loaded -> loaded.policy();
      case PolicyLoad.Failed failed -> throw new AssertionError(failed.errors().toString());
    };
  }

  private static Stream<Path> files() throws IOException {
    List<Path> found;
    try (Stream<Path> walk = Files.walk(FOLDER)) {
      found =
          walk.filter(file -> file.toString().endsWith(ENDING))
              .sorted(Comparator.naturalOrder())
              .toList();
    }
    return found.stream();
  }
}
