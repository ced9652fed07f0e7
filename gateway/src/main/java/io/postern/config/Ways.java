package io.postern.config;

import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Place;
import io.postern.service.PlanCheck;
import io.postern.service.Rule;
import io.postern.service.Service;
import io.postern.service.Zones;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Zones, rules and the services' listeners: each for itself, and then all together. */
final class Ways {
  private final List<ConfigError> errors;
  private final List<ConfigWarning> warnings;
  private final List<String> names = new ArrayList<>();
  private final Map<PlanCheck.About, Place> places = new HashMap<>();
  private Zones zones = Zones.NONE;
  private List<RulesReader.Located> rules = List.of();

  Ways(List<ConfigError> errors, List<ConfigWarning> warnings) {
    this.errors = errors;
    this.warnings = warnings;
  }

  /** One more service; rules may name it whatever else is wrong with it. */
  void service(ServiceReader.Entry entry) {
    entry
        .name()
        .ifPresent(
            name -> {
              names.add(name.value());
              entry
                  .listen()
                  .forEach(
                      at ->
                          places.put(
                              new PlanCheck.About.OfListener(name.value(), at.value()),
                              at.node().place()));
            });
  }

  /** Reads the fields; behind all services. */
  void read(Fields fields) {
    fields.optional("zones").ifPresent(node -> zones = ZonesReader.read(node, errors));
    fields
        .optional("rules")
        .ifPresent(node -> rules = new RulesReader(zones, names, errors).read(node));
    for (int i = 0; i < rules.size(); i++) {
      places.put(new PlanCheck.About.OfRule(i), rules.get(i).place());
    }
    places.put(new PlanCheck.About.OfAll(), fields.place());
  }

  /** Looks at all of it together, if each for itself is sound. */
  void check(List<Service> services) {
    if (!errors.isEmpty()) {
      return;
    }
    for (PlanCheck.Finding fault : PlanCheck.faults(services, zones, rules())) {
      errors.add(places.get(fault.about()).error(said(fault)));
    }
    if (errors.isEmpty()) {
      for (PlanCheck.Finding doubt : PlanCheck.doubts(services, zones, rules())) {
        warnings.add(new ConfigWarning(places.get(doubt.about()), said(doubt)));
      }
    }
  }

  private static String said(PlanCheck.Finding finding) {
    return switch (finding.about()) {
      case PlanCheck.About.OfRule _ -> "rules: " + finding.text();
      case PlanCheck.About.OfListener _ -> "listen: " + finding.text();
      case PlanCheck.About.OfAll _ -> finding.text();
    };
  }

  Zones zones() {
    return zones;
  }

  List<Rule> rules() {
    return rules.stream().map(RulesReader.Located::rule).toList();
  }
}
