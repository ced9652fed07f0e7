package io.postern.config;

import io.postern.policy.ConfigWarning;
import io.postern.service.Service;
import java.util.List;
import java.util.Map;

/**
 * A configuration that can be run.
 *
 * @param services at least one, in the order of the file
 * @param policies the services' policies as the file names them, by service; {@code FILE:LINE}
 *     where the table is in the file
 * @param warnings the policies' and our own, in the order of the file
 * @param control where the control socket is to be
 * @param drain how it goes down
 */
public record Configuration(
    List<Service> services,
    Map<String, String> policies,
    List<ConfigWarning> warnings,
    ControlPlace control,
    Drain drain) {
  /** With the default of the rest. */
  public Configuration(
      List<Service> services,
      Map<String, String> policies,
      List<ConfigWarning> warnings,
      ControlPlace control) {
    this(services, policies, warnings, control, Drain.DEFAULT);
  }

  public Configuration {
    services = List.copyOf(services);
    policies = Map.copyOf(policies);
    warnings = List.copyOf(warnings);
  }
}
