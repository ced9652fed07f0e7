package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.service.Network;
import io.postern.service.ProxyProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The map {@code proxy_protocol} of a service. */
final class ProxyReader {
  static final List<String> KEYS = List.of("in", "trusted", "out");

  private static final List<String> IN = List.of("off", "optional", "required");
  private static final List<String> OUT = List.of("none", "v1", "v2");

  private static final String NETWORKS =
      "a list of networks, such as [192.0.2.0/24, \"2001:db8::1\"]";

  private ProxyReader() {}

  /** What the map says; where it is wrong, errors are added and the default stands. */
  static ProxyProtocol read(YamlNode node, List<ConfigError> errors) {
    Optional<Fields> found = Fields.of(node, "proxy_protocol", KEYS, errors);
    if (found.isEmpty()) {
      return ProxyProtocol.NONE;
    }
    Fields fields = found.get();
    ProxyProtocol.In in = ProxyProtocol.In.values()[word(fields, "in", IN)];
    ProxyProtocol.Out out = ProxyProtocol.Out.values()[word(fields, "out", OUT)];
    boolean named = fields.optional("trusted").isPresent();
    List<Network> trusted = networks(fields, "trusted");
    if (in != ProxyProtocol.In.OFF && trusted.isEmpty()) {
      if (!named || errors.isEmpty()) {
        errors.add(
            fields
                .place()
                .error(
                    "found no trusted networks beside in: "
                        + IN.get(in.ordinal())
                        + ", expected trusted: "
                        + NETWORKS
                        + ": a header is believed from these only"));
      }
      return ProxyProtocol.NONE;
    }
    return new ProxyProtocol(in, trusted, out);
  }

  /** The number of the word that stands there; the first one is the default. */
  private static int word(Fields fields, String key, List<String> words) {
    return fields
        .optional(key)
        .flatMap(node -> fields.word(key, node, words))
        .map(words::indexOf)
        .orElse(0);
  }

  /** A list of networks, or one; those that are wrong are told and left out. */
  static List<Network> networks(Fields fields, String key) {
    List<Network> networks = new ArrayList<>();
    Optional<YamlNode> node = fields.optional(key);
    if (node.isPresent() && node.get() instanceof YamlNode.Sequence list) {
      list.items().forEach(item -> network(fields, key, item).ifPresent(networks::add));
    } else {
      node.flatMap(one -> network(fields, key, one)).ifPresent(networks::add);
    }
    return networks;
  }

  private static Optional<Network> network(Fields fields, String key, YamlNode node) {
    Optional<YamlNode.Scalar> scalar = fields.scalar(key, node, NETWORKS);
    try {
      return scalar.map(text -> Network.parse(text.text()));
    } catch (IllegalArgumentException fault) {
      fields.wrong(key, node, NETWORKS + ": " + fault.getMessage());
      return Optional.empty();
    }
  }
}
