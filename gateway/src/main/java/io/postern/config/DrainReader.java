package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The map {@code drain} of the configuration. */
final class DrainReader {
  static final List<String> KEYS = List.of("max");

  private static final String EXPECTED = "a time up to 1h, such as 30s";

  private DrainReader() {}

  static Drain read(YamlNode node, List<ConfigError> errors) {
    return Fields.of(node, "drain", KEYS, errors)
        .flatMap(
            fields ->
                fields
                    .optional("max")
                    .flatMap(max -> fields.value("max", max, EXPECTED, DrainReader::max)))
        .map(Drain::new)
        .orElse(Drain.DEFAULT);
  }

  private static Optional<Duration> max(YamlNode.Scalar scalar) {
    return Quantities.duration(scalar.text()).filter(max -> max.compareTo(Drain.MAX_MAX) <= 0);
  }
}
