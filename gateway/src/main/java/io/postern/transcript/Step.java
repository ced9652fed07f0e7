package io.postern.transcript;

import java.util.List;

/**
 * A stimulus and all that may be observed until the next one: what isn't among the expectations is
 * not to happen.
 */
public record Step(Statement.Stimulus stimulus, List<Statement.Expectation> expectations) {
  public Step {
    expectations = List.copyOf(expectations);
  }
}
