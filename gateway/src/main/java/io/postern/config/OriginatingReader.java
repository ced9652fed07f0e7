package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.service.Network;
import io.postern.service.Originating;
import java.util.List;
import java.util.Optional;

/** The map {@code originating} of a service. */
final class OriginatingReader {
  static final List<String> KEYS = List.of("to_server", "trusted", "hops");

  private static final String HOPS = "a number from 1 to " + Originating.HOPS_MAX;

  private OriginatingReader() {}

  /** What the map says; where it is wrong, errors are added and the default stands. */
  static Originating read(YamlNode node, List<ConfigError> errors) {
    Optional<Fields> found = Fields.of(node, "originating", KEYS, errors);
    if (found.isEmpty()) {
      return Originating.NONE;
    }
    Fields fields = found.get();
    boolean toServer =
        fields
            .optional("to_server")
            .flatMap(at -> fields.value("to_server", at, "true or false", YamlNode.Scalar::truth))
            .orElse(false);
    List<Network> trusted = ProxyReader.networks(fields, "trusted");
    int hops =
        fields
            .optional("hops")
            .flatMap(at -> fields.value("hops", at, HOPS, OriginatingReader::hops))
            .orElse(Originating.HOPS_MAX_DEFAULT);
    return new Originating(toServer, trusted, hops);
  }

  private static Optional<Integer> hops(YamlNode.Scalar scalar) {
    return Quantities.count(scalar.text())
        .filter(number -> number >= 1 && number <= Originating.HOPS_MAX)
        .map(Math::toIntExact);
  }
}
