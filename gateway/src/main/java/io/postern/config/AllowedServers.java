package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.service.Address;
import io.postern.service.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The list {@code allowed} of a router: networks, and for a router by login host names as well.
 *
 * @param given whether the key was there
 */
record AllowedServers(boolean given, List<Network> networks, Set<String> hosts) {
  private static final String EXPECTED = "a network such as 10.0.0.0/8 or 2001:db8::/32";

  AllowedServers {
    networks = List.copyOf(networks);
    hosts = Set.copyOf(hosts);
  }

  static AllowedServers read(Fields fields, List<ConfigError> errors) {
    Optional<YamlNode> node = fields.optional("allowed");
    List<Network> networks = new ArrayList<>();
    Set<String> hosts = new HashSet<>();
    boolean names = fields.in().equals("login");
    List<YamlNode> items =
        node.map(all -> all instanceof YamlNode.Sequence list ? list.items() : List.of(all))
            .orElse(List.of());
    if (node.isPresent() && items.isEmpty()) {
      fields.wrong("allowed", node.get(), "at least one network");
    }
    for (YamlNode item : items) {
      fields
          .scalar("allowed", item, EXPECTED)
          .ifPresent(
              scalar -> {
                Optional<String> host =
                    names ? RouterReader.hostName(scalar.text()) : Optional.empty();
                host.ifPresent(hosts::add);
                if (host.isEmpty()) {
                  network(scalar, errors).ifPresent(networks::add);
                }
              });
    }
    return new AllowedServers(node.isPresent(), networks, hosts);
  }

  private static Optional<Network> network(YamlNode.Scalar scalar, List<ConfigError> errors) {
    try {
      return Optional.of(Network.parse(scalar.text()));
    } catch (IllegalArgumentException fault) {
      errors.add(
          scalar
              .place()
              .error(
                  "allowed: found "
                      + scalar.described()
                      + ", expected "
                      + EXPECTED
                      + ": "
                      + fault.getMessage()));
      return Optional.empty();
    }
  }

  /** Whether a server is in it; without the list every one is. */
  boolean has(Address server) {
    if (!given || hosts.contains(server.host())) {
      return true;
    }
    if (!server.numeric()) {
      return false;
    }
    InetAddress address = InetAddress.ofLiteral(server.host());
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
