package io.postern.cli;

import io.postern.policy.Policy;
import io.postern.service.Service;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is other in the services that were read now.
 *
 * @param services those that run and are to run, by name: which of their parts are other; where
 *     none is, they stand here all the same
 * @param restart what can't be changed while the gateway runs, each a sentence without its stop
 */
record ServiceChanges(Map<String, List<String>> services, List<String> restart) {
  static ServiceChanges between(List<Service> now, List<Service> next) {
    Map<String, Service> running = byName(now);
    Map<String, Service> wanted = byName(next);
    Map<String, List<String>> changes = new LinkedHashMap<>();
    List<String> restart = new ArrayList<>();
    running.forEach(
        (name, service) -> {
          Service changed = wanted.get(name);
          if (changed == null) {
            restart.add("service " + name + " is gone");
          } else if (!changed.listen().equals(service.listen())) {
            restart.add(
                "service "
                    + name
                    + " listens on "
                    + listed(service)
                    + " and should on "
                    + listed(changed));
          } else {
            changes.put(name, parts(service, changed));
          }
        });
    wanted.keySet().stream()
        .filter(name -> !running.containsKey(name))
        .forEach(name -> restart.add("service " + name + " is new"));
    return new ServiceChanges(changes, restart);
  }

  /** {@code a: policy, limits; b: unchanged}. */
  String text() {
    return services.entrySet().stream()
        .map(
            entry ->
                entry.getKey()
                    + ": "
                    + (entry.getValue().isEmpty()
                        ? "unchanged"
                        : String.join(", ", entry.getValue())))
        .collect(Collectors.joining("; "));
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

  private static Map<String, Service> byName(List<Service> services) {
    return services.stream()
        .collect(
            Collectors.toMap(
                Service::name, Function.identity(), (one, _) -> one, LinkedHashMap::new));
  }

  private static String listed(Service service) {
    return service.listen().stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
