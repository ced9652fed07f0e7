package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.service.Address;
import java.util.List;
import java.util.Optional;

/** Addresses as they stand in a configuration. */
final class Addresses {
  static final String HOST_PORT =
      "HOST:PORT, such as 127.0.0.1:1143, [::1]:1143 or mail.example.org:143";

  private Addresses() {}

  /** An address; anything else is an error. */
  static Optional<Located<Address>> read(
      Fields fields, String key, YamlNode node, List<ConfigError> errors) {
    Optional<YamlNode.Scalar> scalar = fields.scalar(key, node, HOST_PORT);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Located<>(Address.parse(scalar.get().text()), node));
    } catch (IllegalArgumentException fault) {
      errors.add(
          node.place()
              .error(
                  key
                      + ": found "
                      + node.described()
                      + ", expected "
                      + HOST_PORT
                      + ": "
                      + fault.getMessage()));
      return Optional.empty();
    }
  }

  /** An address that can be connected to. */
  static Optional<Located<Address>> server(
      Fields fields, String key, YamlNode node, List<ConfigError> errors) {
    Optional<Located<Address>> server = read(fields, key, node, errors);
    if (server.isPresent() && server.get().value().port() == 0) {
      fields.wrong(key, node, "a port from 1 to 65535");
      return Optional.empty();
    }
    return server;
  }
}
