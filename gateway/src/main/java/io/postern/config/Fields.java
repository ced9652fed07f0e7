package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fields of one map of the configuration. Each look-up tells what is wrong with the field and
 * goes on without it.
 */
final class Fields {
  private final YamlNode.Mapping map;
  private final String in;
  private final List<ConfigError> errors;

  /**
   * Looks at the keys at once: an unknown one is an error.
   *
   * @param in where the map stands, for messages: {@code a service}
   */
  Fields(YamlNode.Mapping map, String in, Collection<String> known, List<ConfigError> errors) {
    this.map = map;
    this.in = in;
    this.errors = errors;
    for (YamlNode.Entry entry : map.entries()) {
      String key = entry.key().text();
      if (!known.contains(key)) {
        errors.add(
            entry
                .key()
                .place()
                .error(
                    "found the key \""
                        + key
                        + "\" in "
                        + in
                        + ", expected "
                        + (known.size() == 1 ? "" : "one of ")
                        + String.join(", ", known),
                    Nearest.to(key, known)));
      }
    }
  }

  /** Reads a node as a map; anything else is an error. */
  static Optional<Fields> of(
      YamlNode node, String in, Collection<String> known, List<ConfigError> errors) {
    return switch (node) {
      case YamlNode.Mapping map -> Optional.of(new Fields(map, in, known, errors));
      case YamlNode.Sequence list -> wrongMap(list, in, known, errors);
      case YamlNode.Scalar scalar -> wrongMap(scalar, in, known, errors);
    };
  }

  private static Optional<Fields> wrongMap(
      YamlNode node, String in, Collection<String> known, List<ConfigError> errors) {
    errors.add(
        node.place()
            .error(
                "found "
                    + node.described()
                    + " as "
                    + in
                    + ", expected a map of "
                    + String.join(", ", known)));
    return Optional.empty();
  }

  /** Where the map stands, for messages. */
  String in() {
    return in;
  }

  Place place() {
    return map.place();
  }

  List<YamlNode.Entry> entries() {
    return map.entries();
  }

  Optional<YamlNode> optional(String key) {
    return map.get(key);
  }

  /** The field; its absence is an error at the map's place. */
  Optional<YamlNode> required(String key, String expected) {
    Optional<YamlNode> node = map.get(key);
    if (node.isEmpty()) {
      errors.add(map.place().error("found no " + key + ", expected " + expected));
    }
    return node;
  }

  /** A scalar that isn't nothing; else an error. */
  Optional<YamlNode.Scalar> scalar(String key, YamlNode node, String expected) {
    if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      return Optional.of(scalar);
    }
    wrong(key, node, expected);
    return Optional.empty();
  }

  /** A scalar that a reader understands; else an error. */
  <T> Optional<T> value(
      String key, YamlNode node, String expected, Function<YamlNode.Scalar, Optional<T>> reader) {
    Optional<YamlNode.Scalar> scalar = scalar(key, node, expected);
    Optional<T> value = scalar.flatMap(reader);
    if (scalar.isPresent() && value.isEmpty()) {
      wrong(key, node, expected);
    }
    return value;
  }

  /** One of a few words; else an error that names the nearest of them. */
  Optional<String> word(String key, YamlNode node, Collection<String> words) {
    String expected = String.join(" or ", words);
    Optional<YamlNode.Scalar> scalar = scalar(key, node, expected);
    if (scalar.isPresent() && !words.contains(scalar.get().text())) {
      errors.add(
          node.place()
              .error(
                  key + ": found " + node.described() + ", expected " + expected,
                  Nearest.to(scalar.get().text(), words)));
      return Optional.empty();
    }
    return scalar.map(YamlNode.Scalar::text);
  }

  /** An error about a field's value. */
  void wrong(String key, YamlNode node, String expected) {
    errors.add(node.place().error(key + ": found " + node.described() + ", expected " + expected));
  }
}
