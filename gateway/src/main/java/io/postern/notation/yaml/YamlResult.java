package io.postern.notation.yaml;

import io.postern.policy.ConfigError;
import java.util.List;

/** What came of reading YAML. */
public sealed interface YamlResult {
  /** The document's root; an empty document is an empty map. */
  record Read(YamlNode root) implements YamlResult {}

  /** At least one mistake. Behind a syntax error nothing is read. */
  record Broken(List<ConfigError> errors) implements YamlResult {
    public Broken {
      errors = List.copyOf(errors);
    }
  }
}
