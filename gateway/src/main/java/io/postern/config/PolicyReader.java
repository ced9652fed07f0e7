package io.postern.config;

import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Policy;
import io.postern.service.Observe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The policies of a service: {@code policy}, {@code mode} and {@code observe}. */
final class PolicyReader {
  private static final String POLICY =
      "a base class such as ImapProxy, a file such as policy.yaml, or a table";

  private final Policies policies;
  private final Path folder;
  private final List<ConfigError> errors;
  private final List<ConfigWarning> warnings;

  PolicyReader(
      Policies policies, Path folder, List<ConfigError> errors, List<ConfigWarning> warnings) {
    this.policies = policies;
    this.folder = folder;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** The service's own. */
  Optional<Policy> policy(Fields fields) {
    return fields.required("policy", POLICY).flatMap(node -> policy(fields, "policy", node));
  }

  private Optional<Policy> policy(Fields fields, String key, YamlNode node) {
    if (node instanceof YamlNode.Mapping table) {
      return loaded(policies.inline(table, folder));
    }
    return fields
        .scalar(key, node, POLICY)
        .flatMap(name -> loaded(policies.load(name.text(), folder, name.place())));
  }

  /** Whether it is enforced, in the configuration's word. */
  Optional<Located<String>> mode(Fields fields) {
    return fields
        .optional("mode")
        .flatMap(
            node ->
                fields
                    .word("mode", node, List.of("enforce", "observe"))
                    .map(word -> new Located<>(word, node)));
  }

  /** The policy that is judged beside the first one. */
  Optional<Observe.Second> second(Fields fields) {
    return fields
        .optional("observe")
        .flatMap(node -> policy(fields, "observe", node))
        .map(policy -> new Observe.Second(name(fields, "observe"), policy));
  }

  /** What the configuration calls the policy under a key. */
  static String name(Fields fields, String key) {
    return fields
        .optional(key)
        .map(
            node ->
                node instanceof YamlNode.Scalar scalar
                    ? scalar.text()
                    : node.place().file() + ":" + node.place().line())
        .orElse("");
  }

  private Optional<Policy> loaded(PolicyLoad load) {
    return switch (load) {
      case PolicyLoad.Loaded(Policy policy, List<ConfigWarning> told) -> {
        warnings.addAll(told);
        yield Optional.of(policy);
      }
      case PolicyLoad.Failed(List<ConfigError> told) -> {
        errors.addAll(told);
        yield Optional.empty();
      }
    };
  }
}
