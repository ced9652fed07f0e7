package io.postern.config;

import io.postern.policy.ConfigWarning;
import io.postern.service.Service;
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
 * @param admin where the HTTP listener is to be; empty: there is none
 */
public record Configuration(
    List<Service> services,
    Map<String, String> policies,
    List<ConfigWarning> warnings,
    ControlPlace control,
    Optional<AdminPlace> admin) {
  public Configuration {
    services = List.copyOf(services);
    policies = Map.copyOf(policies);
    warnings = List.copyOf(warnings);
  }

  /** One without an HTTP listener. */
  public Configuration(
      List<Service> services,
      Map<String, String> policies,
      List<ConfigWarning> warnings,
      ControlPlace control) {
    this(services, policies, warnings, control, Optional.empty());
  }
}
