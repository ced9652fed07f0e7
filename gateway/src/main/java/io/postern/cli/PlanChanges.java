package io.postern.cli;

import io.postern.policy.Policy;
import io.postern.service.Plan;
import io.postern.service.Rule;
import io.postern.service.Service;
import io.postern.service.Zone;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is other in what was read now.
 *
 * @param services by name: which of their parts are other, {@code added} or {@code removed}; where
 *     nothing is, they stand here all the same
 * @param listeners {@code 127.0.0.1:1143 opened}, {@code 127.0.0.1:1144 closed}
 * @param rules {@code 2 added}, {@code 1 removed}; those that only stand in another line don't
 *     count, their order does
 * @param zones {@code office added}, {@code removed} or {@code changed}
 */
record PlanChanges(
    Map<String, List<String>> services,
    List<String> listeners,
    List<String> rules,
    List<String> zones) {
  private static final String ADDED = "added";
  private static final String REMOVED = "removed";

  static PlanChanges between(Plan now, Plan next) {
    return new PlanChanges(
        services(now, next), listeners(now, next), rules(now, next), zones(now, next));
  }

  /** {@code a: policy, limits; b: unchanged; rules: 1 added}. */
  String text() {
    List<String> texts = new ArrayList<>();
    services.forEach(
        (name, parts) -> texts.add(name + ": " + (parts.isEmpty() ? "unchanged" : joined(parts))));
    others().forEach((what, changes) -> texts.add(what + ": " + joined(changes)));
    return String.join("; ", texts);
  }

  /** What has changed beside the services, by the name of its kind. */
  Map<String, List<String>> others() {
    Map<String, List<String>> others = new LinkedHashMap<>();
    others.put("listeners", listeners);
    others.put("rules", rules);
    others.put("zones", zones);
    others.values().removeIf(List::isEmpty);
    return others;
  }

  private static String joined(List<String> parts) {
    return String.join(", ", parts);
  }

  private static Map<String, List<String>> services(Plan now, Plan next) {
    Map<String, List<String>> changes = new LinkedHashMap<>();
    for (Service service : now.services()) {
      changes.put(
          service.name(),
          next.service(service.name())
              .map(changed -> parts(service, changed))
              .orElse(List.of(REMOVED)));
    }
    next.services().forEach(service -> changes.putIfAbsent(service.name(), List.of(ADDED)));
    return changes;
  }

  private static List<String> listeners(Plan now, Plan next) {
    List<String> changes = new ArrayList<>();
    next.listeners().keySet().stream()
        .filter(listener -> !now.listeners().containsKey(listener))
        .forEach(listener -> changes.add(listener + " opened"));
    now.listeners().keySet().stream()
        .filter(listener -> !next.listeners().containsKey(listener))
        .forEach(listener -> changes.add(listener + " closed"));
    return changes;
  }

  private static List<String> rules(Plan now, Plan next) {
    List<String> changes = new ArrayList<>();
    long added = without(next.rules(), now.rules());
    long removed = without(now.rules(), next.rules());
    if (added > 0) {
      changes.add(added + " " + ADDED);
    }
    if (removed > 0) {
      changes.add(removed + " " + REMOVED);
    }
    if (changes.isEmpty() && !same(now.rules(), next.rules())) {
      changes.add("another order");
    }
    return changes;
  }

  private static long without(List<Rule> some, List<Rule> others) {
    return some.stream().filter(rule -> others.stream().noneMatch(rule::says)).count();
  }

  private static boolean same(List<Rule> some, List<Rule> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!some.get(i).says(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> zones(Plan now, Plan next) {
    Map<String, Zone> before = zones(now);
    Map<String, Zone> after = zones(next);
    List<String> changes = new ArrayList<>();
    before.forEach(
        (name, zone) -> {
          if (!after.containsKey(name)) {
            changes.add(name + " " + REMOVED);
          } else if (!after.get(name).equals(zone)) {
            changes.add(name + " changed");
          }
        });
    after.keySet().stream()
        .filter(name -> !before.containsKey(name))
        .forEach(name -> changes.add(name + " " + ADDED));
    return changes;
  }

  private static Map<String, Zone> zones(Plan plan) {
    return plan.zones().all().stream()
        .collect(
            Collectors.toMap(Zone::name, Function.identity(), (one, _) -> one, LinkedHashMap::new));
  }

  /** By the record's own components, so that a part that is added later is not forgotten here. */
  private static List<String> parts(Service from, Service to) {
    List<String> parts = new ArrayList<>();
    for (RecordComponent part : Service.class.getRecordComponents()) {
      if (!value(part, from).equals(value(part, to))) {
        parts.add(part.getName());
      }
    }
    // Functions are compared by their names; what they do may be other without a sign of it.
    if (to.policy().asks() && !parts.contains("policy")) {
      parts.add("policy");
    }
    boolean observedAsks = to.observe().policies().stream().anyMatch(Policy::asks);
    if (observedAsks && !parts.contains("observe")) {
      parts.add("observe");
    }
    return parts;
  }

  private static Object value(RecordComponent part, Service service) {
    try {
      return part.getAccessor().invoke(service);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a public record's accessor", impossible);
    }
  }
}
