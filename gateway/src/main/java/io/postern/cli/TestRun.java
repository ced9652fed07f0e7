package io.postern.cli;

import io.postern.notation.Policies;
import io.postern.service.Timeouts;
import io.postern.transcript.FunctionThread;
import io.postern.transcript.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Plays transcripts one after the other, with the time limit that functions have by default. */
final class TestRun {
  private final Policies policies;
  private final Optional<String> policy;
  private final long seed;

  TestRun(Policies policies, Optional<String> policy, long seed) {
    this.policies = policies;
    this.policy = policy;
    this.seed = seed;
  }

  /** {@code tell} is told each as soon as it was played. */
  TestReport play(List<Path> files, Consumer<TestReport.Tried> tell) {
    long begun = System.nanoTime();
    List<TestReport.Tried> all = new ArrayList<>();
    try (FunctionThread functions = new FunctionThread(Timeouts.DEFAULT.policyCall().toMillis())) {
      Trial trial = new Trial(policies, policy, UnaryOperator.identity(), functions, seed);
      for (Path file : files) {
        long from = System.nanoTime();
        TestReport.Tried tried = new TestReport.Tried(trial.of(file), since(from));
        tell.accept(tried);
        all.add(tried);
      }
    }
    return new TestReport(all, seed, since(begun));
  }

  private static long since(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
