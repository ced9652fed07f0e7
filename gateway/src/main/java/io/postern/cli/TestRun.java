package io.postern.cli;

import io.postern.notation.Policies;
import io.postern.policy.Entry;
import io.postern.policy.Policy;
import io.postern.service.Timeouts;
import io.postern.transcript.Coverage;
import io.postern.transcript.FunctionThread;
import io.postern.transcript.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Plays transcripts one after the other, with the time limit that functions have by default. */
final class TestRun {
  private final Policies policies;
  private final Optional<String> policy;
  private final long seed;
  private final Optional<Coverage> coverage;
  private final Set<Path> folders = new HashSet<>();

  TestRun(Policies policies, Optional<String> policy, long seed, boolean covers) {
    this.policies = policies;
    this.policy = policy;
    this.seed = seed;
    this.coverage = covers ? Optional.of(new Coverage()) : Optional.empty();
  }

  /** {@code tell} is told each as soon as it was played. */
  TestReport play(List<Path> files, Consumer<TestReport.Tried> tell) {
    long begun = System.nanoTime();
    List<TestReport.Tried> all = new ArrayList<>();
    try (FunctionThread functions = new FunctionThread(Timeouts.DEFAULT.policyCall().toMillis())) {
      Trial trial = new Trial(policies, policy, this::prepared, functions, seed);
      for (Path file : files) {
        long from = System.nanoTime();
        TestReport.Tried tried = new TestReport.Tried(trial.of(file), since(from));
        tell.accept(tried);
        all.add(tried);
      }
      trial.policyFiles().forEach(file -> folders.add(folder(file)));
    }
    return new TestReport(all, seed, since(begun), coverage);
  }

  private Policy prepared(Policy loaded) {
    folders.addAll(folders(loaded));
    return coverage.map(all -> all.watch(loaded)).orElse(loaded);
  }

  /** The folders of the policy files that are named, and of those that their rules stand in. */
  Set<Path> policyFolders() {
    return Set.copyOf(folders);
  }

  private static Set<Path> folders(Policy policy) {
    Set<Path> found = new HashSet<>();
    Stream.of(policy.requests(), policy.responses(), policy.capabilities())
        .flatMap(table -> table.values().stream())
        .map(Entry::place)
        .filter(place -> place.line() > 0)
        .forEach(place -> found.add(folder(Path.of(place.file()))));
    return found;
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
  }

  private static long since(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
