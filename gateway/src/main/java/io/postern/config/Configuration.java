package io.postern.config;

import io.postern.policy.ConfigWarning;
import io.postern.service.Plan;
import io.postern.service.Rule;
import io.postern.service.Service;
import io.postern.service.Zones;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration that can be run.
 *
 * @param services at least one, in the order of the file
 * @param policies the services' policies as the file names them, by service; {@code FILE:LINE}
 *     where the table is in the file
 * @param warnings the policies' and our own, in the order of the file
 * @param control where the control socket is to be
 * @param zones networks by name
 * @param rules which service a connection gets, in the order of the file
 * @param drain how it goes down
 * @param admin where the HTTP listener is to be; empty: there is none
 */
public record Configuration(
    List<Service> services,
    Map<String, String> policies,
    List<ConfigWarning> warnings,
    ControlPlace control,
    Zones zones,
    List<Rule> rules,
    Drain drain,
    Optional<AdminPlace> admin) {
  public Configuration {
    services = List.copyOf(services);
    policies = Map.copyOf(policies);
    warnings = List.copyOf(warnings);
    rules = List.copyOf(rules);
  }

  /** Without zones and rules, and with the default of the rest. */
  public Configuration(
      List<Service> services,
      Map<String, String> policies,
      List<ConfigWarning> warnings,
      ControlPlace control) {
    this(
        services,
        policies,
        warnings,
        control,
        Zones.NONE,
        List.of(),
        Drain.DEFAULT,
        Optional.empty());
  }

  /** What a gateway is to serve. */
  public Plan plan() {
    return Plan.of(services, zones, rules);
  }
}
