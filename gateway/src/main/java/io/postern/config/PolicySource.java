package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import java.util.List;

/** Where policies come from: the notations, or a test. */
public interface PolicySource {
  /** Loads a policy by its name; what is relative is relative to the file of {@code where}. */
  Outcome named(String name, Place where);

  /** Loads a table that stands in the configuration itself. */
  Outcome inline(YamlNode.Mapping table);

  /** What came of loading a policy. */
  sealed interface Outcome {
    record Loaded(Policy policy, List<ConfigWarning> warnings) implements Outcome {}

    /** At least one error. */
    record Broken(List<ConfigError> errors) implements Outcome {}
  }
}
