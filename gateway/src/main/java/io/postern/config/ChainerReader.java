package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.Nearest;
import io.postern.service.Chainer;
import io.postern.service.Timeouts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a service's server is reached.
 *
 * <pre>
 * chainer: round-robin
 * chainer: { choice: round-robin, greeting: 10s, set_aside: 60s }
 * </pre>
 */
final class ChainerReader {
  static final List<String> KEYS = List.of("choice", "greeting", "set_aside");

  /** The choices as they are written. */
  static final Map<String, Chainer.Choice> CHOICES = choices();

  private ChainerReader() {}

  static Chainer read(YamlNode node, List<ConfigError> errors) {
    Chainer defaults = Chainer.DEFAULT;
    if (node instanceof YamlNode.Scalar word) {
      if (!word.isNull() && CHOICES.containsKey(word.text())) {
        return new Chainer(CHOICES.get(word.text()), defaults.greeting(), defaults.setAside());
      }
      errors.add(
          word.place()
              .error(
                  "chainer: found "
                      + word.described()
                      + ", expected "
                      + String.join(" or ", CHOICES.keySet())
                      + ", or a map of "
                      + String.join(", ", KEYS),
                  Nearest.to(word.text(), CHOICES.keySet())));
      return defaults;
    }
    return Fields.of(node, "chainer", KEYS, errors).map(ChainerReader::fields).orElse(defaults);
  }

  private static Chainer fields(Fields fields) {
    Chainer defaults = Chainer.DEFAULT;
    return new Chainer(
        fields
            .optional("choice")
            .flatMap(node -> fields.word("choice", node, CHOICES.keySet()))
            .map(CHOICES::get)
            .orElse(defaults.choice()),
        time(fields, "greeting").orElse(defaults.greeting()),
        time(fields, "set_aside").orElse(defaults.setAside()));
  }

  private static Optional<Duration> time(Fields fields, String key) {
    String expected = "a time such as 500ms, 10s or 1m, up to " + Quantities.text(Timeouts.MAX);
    return fields
        .optional(key)
        .flatMap(
            node ->
                fields.value(
                    key,
                    node,
                    expected,
                    scalar ->
                        Quantities.duration(scalar.text())
                            .filter(
                                time ->
                                    time.toMillis() >= 1 && time.compareTo(Timeouts.MAX) <= 0)));
  }

  private static Map<String, Chainer.Choice> choices() {
    Map<String, Chainer.Choice> choices = new LinkedHashMap<>();
    choices.put("connect", Chainer.Choice.CONNECT);
    choices.put("failover", Chainer.Choice.FAILOVER);
    choices.put("round-robin", Chainer.Choice.ROUND_ROBIN);
    choices.put("least-sessions", Chainer.Choice.LEAST_SESSIONS);
    return choices;
  }
}
