package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import io.postern.service.Address;
import io.postern.service.Area;
import io.postern.service.Hours;
import io.postern.service.NamePattern;
import io.postern.service.Network;
import io.postern.service.Rule;
import io.postern.service.Zone;
import io.postern.service.Zones;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The list {@code rules}: which service a connection gets. */
final class RulesReader {
  static final List<String> KEYS =
      List.of("listen", "from", "to", "sni", "days", "hours", "time_zone", "service", "deny");

  private static final String AREA = "the name of a zone, or a network such as 192.0.2.0/24";

  private static final String SNI = "a host name such as mail.example.org or *.example.org";

  private final Zones zones;
  private final Collection<String> services;
  private final List<ConfigError> errors;

  RulesReader(Zones zones, Collection<String> services, List<ConfigError> errors) {
    this.zones = zones;
    this.services = services;
    this.errors = errors;
  }

  /** A rule and where it stands. */
  record Located(Rule rule, Place place) {}

  /** Those of the list that nothing is wrong with. */
  List<Located> read(YamlNode node) {
    List<Located> rules = new ArrayList<>();
    if (node instanceof YamlNode.Sequence list) {
      for (YamlNode item : list.items()) {
        Fields.of(item, "a rule", KEYS, errors)
            .flatMap(this::rule)
            .ifPresent(rule -> rules.add(new Located(rule, item.place())));
      }
    } else {
      errors.add(
          node.place().error("rules: found " + node.described() + ", expected a list of rules"));
    }
    return rules;
  }

  private Optional<Rule> rule(Fields fields) {
    int before = errors.size();
    List<Address> listen = all(fields, "listen", Addresses.HOST_PORT, Address::parse);
    List<Area> from = areas(fields, "from");
    List<Area> to = areas(fields, "to");
    List<NamePattern> names = all(fields, "sni", SNI, NamePattern::new);
    Optional<Hours> hours = HoursReader.read(fields);
    Optional<String> service = service(fields);
    if (errors.size() > before) {
      return Optional.empty();
    }
    String place = fields.place().rule().toString();
    try {
      return Optional.of(new Rule(place, listen, from, to, names, hours, service));
    } catch (IllegalArgumentException fault) {
      errors.add(fields.place().error("rules: " + fault.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<String> service(Fields fields) {
    Optional<YamlNode> deny = fields.optional("deny");
    Optional<YamlNode> service = fields.optional("service");
    if (deny.isPresent() == service.isPresent()) {
      errors.add(
          fields
              .place()
              .error(
                  "found "
                      + (deny.isPresent() ? "service and deny" : "no service")
                      + " in a rule, expected either service: NAME or deny: true"));
      return Optional.empty();
    }
    deny.ifPresent(
        node ->
            fields.value(
                "deny", node, "true", scalar -> scalar.truth().filter(Boolean::booleanValue)));
    return service.flatMap(node -> fields.word("service", node, services));
  }

  private List<Area> areas(Fields fields, String key) {
    List<Area> areas = new ArrayList<>();
    List<String> names = zones.all().stream().map(Zone::name).toList();
    for (YamlNode node : nodes(fields, key, AREA)) {
      Optional<String> text = fields.scalar(key, node, AREA).map(YamlNode.Scalar::text);
      if (text.isPresent() && Zone.isName(text.get())) {
        if (names.contains(text.get())) {
          areas.add(new Area.OfZone(text.get()));
        } else {
          errors.add(
              node.place()
                  .error(
                      key + ": found " + node.described() + ", expected " + AREA,
                      Nearest.to(text.get(), names)));
        }
      } else if (text.isPresent()) {
        Values.read(fields, key, node, AREA, Network::parse, errors)
            .map(Area.OfNetwork::new)
            .ifPresent(areas::add);
      }
    }
    return areas;
  }

  private <T> List<T> all(Fields fields, String key, String expected, Function<String, T> reader) {
    List<T> values = new ArrayList<>();
    for (YamlNode node : nodes(fields, key, expected)) {
      Values.read(fields, key, node, expected, reader, errors).ifPresent(values::add);
    }
    return values;
  }

  private static List<YamlNode> nodes(Fields fields, String key, String expected) {
    return fields
        .optional(key)
        .map(node -> Values.each(fields, key, node, expected))
        .orElse(List.of());
  }
}
