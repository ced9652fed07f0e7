package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import io.postern.service.Network;
import io.postern.service.Zone;
import io.postern.service.Zones;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The map {@code zones}: named networks. */
final class ZonesReader {
  static final List<String> KEYS = List.of("networks", "parent");

  private static final String NAME = "a letter and up to 63 letters, digits, '_', '-' or '.'";

  private static final String NETWORK =
      "a network such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7";

  private final List<ConfigError> errors;
  private final Map<Network, Place> seen = new HashMap<>();
  private final Map<String, Parent> parents = new LinkedHashMap<>();

  private record Parent(String name, YamlNode node) {}

  private ZonesReader(List<ConfigError> errors) {
    this.errors = errors;
  }

  /** What the map says; where something is wrong with it, perhaps less. */
  static Zones read(YamlNode node, List<ConfigError> errors) {
    if (!(node instanceof YamlNode.Mapping map)) {
      errors.add(
          node.place()
              .error("zones: found " + node.described() + ", expected a map of zones by name"));
      return Zones.NONE;
    }
    int before = errors.size();
    List<Zone> zones = new ZonesReader(errors).zones(map);
    // Where something is wrong, the names are kept: rules may mean them.
    List<Zone> kept =
        errors.size() == before
            ? zones
            : zones.stream()
                .map(zone -> new Zone(zone.name(), List.of(), Optional.empty()))
                .toList();
    try {
      return new Zones(kept);
    } catch (IllegalArgumentException fault) {
      errors.add(node.place().error("zones: " + fault.getMessage()));
      return Zones.NONE;
    }
  }

  private List<Zone> zones(YamlNode.Mapping map) {
    List<Zone> zones = new ArrayList<>();
    for (YamlNode.Entry entry : map.entries()) {
      YamlNode.Scalar name = entry.key();
      if (!Zone.isName(name.text())) {
        errors.add(
            name.place()
                .error("zones: found " + name.described() + " as a name, expected " + NAME));
        continue;
      }
      Fields.of(entry.value(), "a zone", KEYS, errors)
          .map(fields -> zone(name.text(), fields))
          .ifPresent(zones::add);
    }
    List<String> names = zones.stream().map(Zone::name).toList();
    parents.forEach((name, parent) -> parent(name, parent, names));
    return zones;
  }

  private Zone zone(String name, Fields fields) {
    List<Network> networks = new ArrayList<>();
    if (fields.optional("parent").isEmpty() || fields.optional("networks").isPresent()) {
      fields
          .required("networks", NETWORK + ", or a list of them")
          .ifPresent(
              node ->
                  Values.each(fields, "networks", node, NETWORK)
                      .forEach(item -> network(fields, item).ifPresent(networks::add)));
    }
    Optional<String> parent =
        fields
            .optional("parent")
            .flatMap(
                node ->
                    fields
                        .scalar("parent", node, "the name of a zone")
                        .map(
                            scalar -> {
                              parents.put(name, new Parent(scalar.text(), node));
                              return scalar.text();
                            }));
    return new Zone(name, networks, parent);
  }

  private Optional<Network> network(Fields fields, YamlNode node) {
    Optional<Network> network =
        Values.read(fields, "networks", node, NETWORK, Network::parse, errors);
    if (network.isPresent()) {
      Place first = seen.putIfAbsent(network.get(), node.place());
      if (first != null) {
        errors.add(
            node.place()
                .error(
                    "networks: found "
                        + network.get()
                        + ", which is a zone's already in line "
                        + first.line()
                        + ", expected another"));
        return Optional.empty();
      }
    }
    return network;
  }

  private void parent(String zone, Parent parent, List<String> names) {
    if (!names.contains(parent.name())) {
      errors.add(
          parent
              .node()
              .place()
              .error(
                  "parent: found " + parent.node().described() + ", expected the name of a zone",
                  Nearest.to(parent.name(), names)));
      return;
    }
    // Bounded by the zones that have a parent: each step goes to another, or back to the first.
    String next = parent.name();
    for (int steps = 0; steps <= parents.size() && !next.equals(zone); steps++) {
      Parent above = parents.get(next);
      if (above == null) {
        return;
      }
      next = above.name();
    }
    if (next.equals(zone)) {
      errors.add(
          parent
              .node()
              .place()
              .error(
                  "parent: found "
                      + parent.name()
                      + ", which has zone "
                      + zone
                      + " above itself, expected a zone that hasn't"));
    }
  }
}
