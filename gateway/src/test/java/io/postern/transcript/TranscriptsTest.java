package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.Policy;
import io.postern.wire.Poison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * All transcripts: each is played whole, octet by octet, and cut at random; ten fixed seeds and a
 * fresh one, which is printed. {@code -Dpostern.transcript=NAME} plays those whose path holds that
 * text only; {@code -Dpostern.seed=N} takes that seed for the fresh one.
 */
class TranscriptsTest {
  private static final Path FOLDER = Path.of("src/test/transcripts");
  private static final String ENDING = ".transcript";
  private static final int FIXED_SEEDS = 10;

  /** Fewer can't cover the tables of the spec. */
  private static final int FILES_MIN = 120;

  private static final TranscriptPolicies POLICIES =
      new TranscriptPolicies(new Policies(List.of()));

  private static long freshSeed;

  @BeforeAll
  static void chooseSeed() {
    freshSeed = Long.getLong("postern.seed", new SplittableRandom().nextInt(1_000_000));
    System.out.println("transcripts: the fresh seed is " + freshSeed);
    Poison.frames();
  }

  @TestFactory
  Stream<DynamicNode> everyTranscriptIsPlayedAsItIsWritten() throws IOException {
    String wanted = System.getProperty("postern.transcript", "");
    TreeMap<Path, List<DynamicNode>> folders = new TreeMap<>();
    for (Path file : files()) {
      if (file.toString().contains(wanted)) {
        folders
            .computeIfAbsent(FOLDER.relativize(file).getParent(), key -> new ArrayList<>())
            .add(
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), file.toUri(), () -> play(file)));
      }
    }
    return folders.entrySet().stream()
        .map(
            entry ->
                DynamicContainer.dynamicContainer(entry.getKey().toString(), entry.getValue()));
  }

  @Test
  void thereAreEnoughOfThem() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(FILES_MIN);
  }

  private static void play(Path file) throws IOException, TranscriptException {
    Transcript transcript = TranscriptParser.parse(file);
    assertThat(transcript.name() + ENDING).isEqualTo(file.getFileName().toString());
    Policy policy = policy(transcript.policy());
    Optional<Policy> second = transcript.observing().policy().map(TranscriptsTest::policy);
    for (Cut cut : cuts()) {
      Optional<Difference> difference =
          TranscriptPlayer.play(transcript, policy, second, cut, Asker.HERE);
      if (difference.isPresent()) {
        throw new AssertionError(difference.get().toString());
      }
    }
  }

  private static Policy policy(PolicyText text) {
    return switch (POLICIES.load(text)) {
      case PolicyLoad.Loaded loaded -> loaded.policy();
      case PolicyLoad.Failed failed ->
          throw new AssertionError(
              failed.errors().stream().map(Object::toString).toList().toString());
    };
  }

  private static List<Cut> cuts() {
    List<Cut> cuts = new ArrayList<>(List.of(new Cut.Whole(), new Cut.Octetwise()));
    for (long seed = 1; seed <= FIXED_SEEDS; seed++) {
      cuts.add(new Cut.AtRandom(seed));
    }
    cuts.add(new Cut.AtRandom(freshSeed));
    return cuts;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(FOLDER)) {
      return walk.filter(file -> file.toString().endsWith(ENDING))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }
}
