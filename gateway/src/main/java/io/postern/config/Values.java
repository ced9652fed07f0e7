package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A key whose value is one thing, or a list of them. */
final class Values {
  private Values() {}

  /** The nodes of the values; an empty list is an error. */
  static List<YamlNode> each(Fields fields, String key, YamlNode node, String expected) {
    if (node instanceof YamlNode.Sequence list) {
      if (list.items().isEmpty()) {
        fields.wrong(key, list, expected);
      }
      return list.items();
    }
    return List.of(node);
  }

  /** A scalar that a reader takes; what it throws says what is wrong. */
  static <T> Optional<T> read(
      Fields fields,
      String key,
      YamlNode node,
      String expected,
      Function<String, T> reader,
      List<ConfigError> errors) {
    Optional<YamlNode.Scalar> scalar = fields.scalar(key, node, expected);
    try {
      return scalar.map(text -> reader.apply(text.text()));
    } catch (IllegalArgumentException fault) {
      errors.add(
          node.place()
              .error(
                  key
                      + ": found "
                      + node.described()
                      + ", expected "
                      + expected
                      + ": "
                      + fault.getMessage()));
      return Optional.empty();
    }
  }
}
