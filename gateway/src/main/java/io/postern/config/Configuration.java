package io.postern.config;

import io.postern.policy.ConfigWarning;
import io.postern.service.Service;
import java.util.List;

/**
 * A configuration that can be run.
 *
 * @param services at least one, in the order of the file
 * @param warnings the policies' and our own, in the order of the file
 */
public record Configuration(List<Service> services, List<ConfigWarning> warnings) {
  public Configuration {
    services = List.copyOf(services);
    warnings = List.copyOf(warnings);
  }
}
