package io.postern.notation;

import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Policy;
import java.util.List;

/** What came of loading a policy. */
public sealed interface PolicyLoad {
  /**
   * It is sound; the warnings are what {@code postern check} tells, in the order of their places.
   */
  record Loaded(Policy policy, List<ConfigWarning> warnings) implements PolicyLoad {
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /** All its mistakes, at least one, in the order of their places. */
  record Failed(List<ConfigError> errors) implements PolicyLoad {
    public Failed {
      errors = List.copyOf(errors);
    }
  }
}
