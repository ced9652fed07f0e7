package io.postern.cli;

import io.postern.config.ConfigReader;
import io.postern.config.ConfigResult;
import io.postern.config.Configuration;
import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.notation.yaml.YamlReader;
import io.postern.notation.yaml.YamlResult;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what an operator wrote, for {@code check} and for the start alike, and knows the exit code
 * of what is wrong.
 */
final class Checker {
  private final Policies policies;

  Checker(Policies policies) {
    this.policies = policies;
  }

  /**
   * What was found.
   *
   * @param subject the file or name that was checked
   * @param said what it is, if nothing is wrong: {@code configuration, 2 services: a, b}
   */
  record Report(
      String subject,
      int exit,
      String said,
      List<ConfigError> errors,
      List<ConfigWarning> warnings,
      Optional<Configuration> configuration,
      Optional<Policy> policy) {
    boolean ok() {
      return exit == Exit.OK;
    }

    Report with(Configuration found) {
      return new Report(subject, exit, said, errors, warnings, Optional.of(found), policy);
    }
  }

  /** A configuration or a policy, as its content says. */
  Report file(Path file) {
    String name = file.toString();
    String lower = name.toLowerCase(Locale.ROOT);
    boolean yaml = lower.endsWith(".yaml") || lower.endsWith(".yml");
    // A class behind '#' is part of a policy's name, not of the file's.
    Optional<Report> missing = unreadable(Path.of(name.split("#", 2)[0]));
    if (missing.isPresent()) {
      return missing.get();
    }
    if (yaml && !isConfiguration(file)) {
      return policy(name, Place.of(name));
    }
    return yaml ? configuration(file) : policy(name, Place.of(name));
  }

  /** A configuration. */
  Report configuration(Path file) {
    Optional<Report> missing = unreadable(file);
    if (missing.isPresent()) {
      return missing.get();
    }
    String name = file.toString();
    return switch (ConfigReader.read(file)) {
      case ConfigResult.Broken(List<ConfigError> errors, List<ConfigWarning> warnings) ->
          new Report(name, exit(errors), "", errors, warnings, Optional.empty(), Optional.empty());
      case ConfigResult.Loaded(Configuration configuration) ->
          new Report(
              name,
              Exit.OK,
              said(configuration),
              List.of(),
              configuration.warnings(),
              Optional.of(configuration),
              Optional.empty());
    };
  }

  /** A file that is named and missing, say, where nothing else is wrong. */
  private static int exit(List<ConfigError> errors) {
    List<ConfigError.Kind> kinds = errors.stream().map(ConfigError::kind).distinct().toList();
    return kinds.size() != 1
        ? Exit.CONFIG
        : switch (kinds.getFirst()) {
          case MISTAKE -> Exit.CONFIG;
          case MISSING_FILE -> Exit.NO_FILE;
          case FORBIDDEN_FILE -> Exit.NO_PERMISSION;
        };
  }

  /** A policy by its name, relative to the current folder. */
  Report policy(String name) {
    return policy(name, Place.of("--policy"));
  }

  private Report policy(String name, Place named) {
    return switch (policies.load(name, Path.of(""), named)) {
      case PolicyLoad.Failed(List<ConfigError> errors) ->
          new Report(name, Exit.CONFIG, "", errors, List.of(), Optional.empty(), Optional.empty());
      case PolicyLoad.Loaded loaded ->
          new Report(
              name,
              Exit.OK,
              "policy",
              List.of(),
              loaded.warnings(),
              Optional.empty(),
              Optional.of(loaded.policy()));
    };
  }

  private static String said(Configuration configuration) {
    List<String> names = configuration.services().stream().map(service -> service.name()).toList();
    return "configuration, "
        + CheckVerb.count(names.size(), "service")
        + ": "
        + String.join(", ", names);
  }

  private static boolean isConfiguration(Path file) {
    return switch (YamlReader.read(file)) {
      // Then either reader tells the same errors.
      case YamlResult.Broken broken -> true;
      case YamlResult.Read read -> ConfigReader.isConfiguration(read.root());
    };
  }

  private static Optional<Report> unreadable(Path file) {
    if (!Files.exists(file)) {
      return Optional.of(fault(file, Exit.NO_FILE, "no such file"));
    }
    if (Files.isDirectory(file)) {
      return Optional.of(fault(file, Exit.NO_FILE, "is a folder, expected a file"));
    }
    if (!Files.isReadable(file)) {
      return Optional.of(fault(file, Exit.NO_PERMISSION, "may not be read"));
    }
    return Optional.empty();
  }

  private static Report fault(Path file, int exit, String message) {
    return new Report(
        file.toString(),
        exit,
        "",
        List.of(Place.of(file.toString()).error(message)),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
