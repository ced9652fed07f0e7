package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.transcript.Cut;
import io.postern.transcript.Difference;
import io.postern.transcript.Transcript;
import io.postern.transcript.TranscriptParser;
import io.postern.transcript.TranscriptPlayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The shipped policies and profiles in YAML, Java and Python: equal tables, and functions that
 * decide alike in each transcript.
 */
class SameExamplesTest {
  private static final List<Path> FOLDERS =
      List.of(Path.of("..", "examples", "policies"), Path.of("..", "examples", "profiles"));
  private static final Place NAMED = new Place("postern.yaml", 7, 13);

  private final Policies policies = new Policies(List.of());

  @TestFactory
  Stream<DynamicTest> threeNotationsGiveEqualTables() throws IOException {
    return files(".yaml")
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> equal(file)));
  }

  private void equal(Path yaml) {
    String name = yaml.getFileName().toString().replace(".yaml", "");
    Path folder = yaml.getParent();
    Policy policy = policy(name + ".yaml", folder);
    assertThat(policy(name + ".py#" + className(name), folder)).isEqualTo(policy);
    assertThat(policy(className(name) + ".java#" + className(name), folder)).isEqualTo(policy);
  }

  /** {@link Policy#equals} tells functions by their names; this tells them by what they do. */
  @TestFactory
  Stream<DynamicTest> pythonFormPlaysTheTranscripts() throws IOException {
    return files(".transcript")
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
  }

  private void play(Path file) throws Exception {
    Transcript transcript = TranscriptParser.parse(file);
    String name = transcript.policy().name().replace(".yaml", "");
    Policy policy = policy(name + ".py#" + className(name), file.getParent());
    for (Cut cut : List.of(new Cut.Whole(), new Cut.Octetwise())) {
      Optional<Difference> difference = TranscriptPlayer.play(transcript, policy, cut);
      if (difference.isPresent()) {
        throw new AssertionError(difference.get().toString());
      }
    }
  }

  private Policy policy(String name, Path folder) {
    return switch (policies.load(name, folder, NAMED)) {
      case PolicyLoad.Loaded loaded -> {
        assertThat(loaded.warnings().stream().map(ConfigWarning::toString)).as(name).isEmpty();
        yield loaded.policy();
      }
      case PolicyLoad.Failed failed -> throw new AssertionError(failed.errors().toString());
    };
  }

  private static String className(String name) {
    return Stream.of(name.split("-", -1))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static Stream<Path> files(String ending) throws IOException {
    Stream.Builder<Path> found = Stream.builder();
    for (Path folder : FOLDERS) {
      try (Stream<Path> list = Files.list(folder)) {
        list.filter(file -> file.toString().endsWith(ending)).sorted().forEach(found);
      }
    }
    return found.build();
  }
}
