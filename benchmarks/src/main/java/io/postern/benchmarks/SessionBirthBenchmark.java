package io.postern.benchmarks;

import io.postern.session.Session;
import io.postern.session.SessionSettings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs that a client comes: a session object, and a session up to a selected mailbox. */
@State(Scope.Thread)
public class SessionBirthBenchmark {
  private final SessionSettings settings = OpenSession.settings();
  private final OpenSession effects = OpenSession.selected();

  @Benchmark
  public Session object() {
    return new Session(settings, effects, 0);
  }
}
