package io.postern.config;

import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import java.util.List;

/** What came of reading a configuration. */
public sealed interface ConfigResult {
  /** It can be run. */
  record Loaded(Configuration configuration) implements ConfigResult {}

  /** At least one mistake; nothing of it may be run. */
  record Broken(List<ConfigError> errors, List<ConfigWarning> warnings) implements ConfigResult {
    public Broken {
      errors = List.copyOf(errors);
      warnings = List.copyOf(warnings);
    }
  }
}
