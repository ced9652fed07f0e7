package io.postern.cli;

import io.postern.transcript.Coverage;
import io.postern.transcript.Trial;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run of transcripts.
 *
 * @param tried in the order of the run
 * @param seed of the cuts at random
 * @param millis how long it took
 * @param coverage which rules decided, if that was asked for
 */
record TestReport(List<Tried> tried, long seed, long millis, Optional<Coverage> coverage) {
  /** A transcript that was played. */
  record Tried(Trial.Result result, long millis) {}

  TestReport {
    tried = List.copyOf(tried);
  }

  long passed() {
    return count(Trial.Passed.class);
  }

  long failed() {
    return count(Trial.Failed.class);
  }

  long unreadable() {
    return count(Trial.Unreadable.class);
  }

  long badPolicies() {
    return count(Trial.BadPolicy.class);
  }

  private long count(Class<? extends Trial.Result> kind) {
    return tried.stream().filter(each -> kind.isInstance(each.result())).count();
  }

  /** The same, but a rule that never decided is a failure. */
  int strictExit() {
    boolean uncovered = coverage.filter(all -> all.exercised() < all.rules()).isPresent();
    return exit() == Exit.OK && uncovered ? Exit.FAILED : exit();
  }

  /** What can't even be played comes before what went otherwise. */
  int exit() {
    if (unreadable() > 0) {
      return Exit.DATA;
    }
    if (badPolicies() > 0) {
      return Exit.CONFIG;
    }
    return failed() > 0 ? Exit.FAILED : Exit.OK;
  }
}
