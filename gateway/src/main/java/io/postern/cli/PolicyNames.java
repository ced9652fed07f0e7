package io.postern.cli;

import io.postern.config.Configuration;
import java.nio.file.Path;
import java.util.Optional;

/** How a policy that a configuration names is named from elsewhere. */
final class PolicyNames {
  private PolicyNames() {}

  /**
   * A name that means the same in a file of that folder; empty if it is a table that stands in the
   * configuration itself.
   *
   * @param config the configuration's file; absent for a command line, whose names are relative to
   *     the process's folder
   * @param folder where the name is to be understood
   */
  static Optional<String> from(
      Configuration configuration, Optional<Path> config, String service, Path folder) {
    String name = configuration.policies().getOrDefault(service, "");
    boolean table = config.isPresent() && name.startsWith(config.get() + ":");
    if (name.isEmpty() || table) {
      return Optional.empty();
    }
    if (name.startsWith("class:") || name.indexOf('.') < 0) {
      // A compiled class, or a base class: the same everywhere.
      return Optional.of(name);
    }
    Path home = config.map(Path::toAbsolutePath).map(Path::getParent).orElse(Path.of(""));
    Path file = home.resolve(name).toAbsolutePath().normalize();
    return Optional.of(folder.toAbsolutePath().normalize().relativize(file).toString());
  }
}
