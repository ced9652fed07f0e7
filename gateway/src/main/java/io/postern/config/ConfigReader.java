package io.postern.config;

import io.postern.notation.Policies;
import io.postern.notation.yaml.YamlNode;
import io.postern.notation.yaml.YamlReader;
import io.postern.notation.yaml.YamlResult;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Place;
import io.postern.service.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code postern.yaml}: all mistakes at once, each with its place, what was found and what
 * was expected.
 */
public final class ConfigReader {
  static final List<String> KEYS =
      List.of("version", "control", "admin", "drain", "policy_path", "services", "zones", "rules");

  private static final String VERSION = "1";

  private final Path folder;
  private final List<ConfigError> errors = new ArrayList<>();
  private final List<ConfigWarning> warnings = new ArrayList<>();
  private final Map<String, String> policyNames = new HashMap<>();
  private final Ways ways = new Ways(errors, warnings);
  private ControlPlace control = new ControlPlace.ByDefault();
  private Drain drain = Drain.DEFAULT;
  private Optional<AdminPlace> admin = Optional.empty();

  private ConfigReader(Path folder) {
    this.folder = folder;
  }

  /** Reads a file; places name it as {@code path} does. */
  public static ConfigResult read(Path path) {
    return read(YamlReader.read(path), path);
  }

  /**
   * Where the gateway of a configuration has its control socket; empty if the file can't be read as
   * YAML. Loads no policy: the gateway that runs may have been started from what the file was.
   */
  public static Optional<ControlPlace> control(Path path) {
    return switch (YamlReader.read(path)) {
      case YamlResult.Broken broken -> Optional.empty();
      case YamlResult.Read(YamlNode.Mapping root)
          when root.get("control").orElse(root) instanceof YamlNode.Scalar place ->
          Optional.of(ControlPlace.of(place.text(), folder(path)));
      case YamlResult.Read read -> Optional.of(new ControlPlace.ByDefault());
    };
  }

  /** Reads a text that is said to stand in {@code file}. */
  public static ConfigResult parse(String file, String text) {
    return read(YamlReader.parse(file, text), Path.of(file));
  }

  /**
   * Whether a YAML document means to be a configuration, not a policy: it has services or a
   * version.
   */
  public static boolean isConfiguration(YamlNode root) {
    return root instanceof YamlNode.Mapping map
        && (map.get("services").isPresent() || map.get("version").isPresent());
  }

  private static ConfigResult read(YamlResult yaml, Path file) {
    return switch (yaml) {
      case YamlResult.Broken(List<ConfigError> errors) ->
          new ConfigResult.Broken(errors, List.of());
      case YamlResult.Read(YamlNode root) -> new ConfigReader(folder(file)).read(root);
    };
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
  }

  private ConfigResult read(YamlNode root) {
    List<Service> services =
        Fields.of(root, "the configuration", KEYS, errors).map(this::fields).orElse(List.of());
    ways.check(services);
    warnings.sort(Comparator.comparing(ConfigWarning::place));
    if (errors.isEmpty()) {
      return new ConfigResult.Loaded(
          new Configuration(
              services, policyNames, warnings, control, ways.zones(), ways.rules(), drain, admin));
    }
    errors.sort(Comparator.comparing(ConfigError::place));
    return new ConfigResult.Broken(errors, warnings);
  }

  private List<Service> fields(Fields fields) {
    fields
        .required("version", "version: 1")
        .ifPresent(
            node -> {
              boolean known =
                  node instanceof YamlNode.Scalar scalar && scalar.text().equals(VERSION);
              if (!known) {
                fields.wrong("version", node, "1, the version that this Postern reads");
              }
            });
    fields.optional("control").ifPresent(node -> control = control(fields, node));
    fields.optional("drain").ifPresent(node -> drain = DrainReader.read(node, errors));
    admin = fields.optional("admin").flatMap(new AdminReader(errors, warnings)::read);
    Policies policies = new Policies(policyPath(fields));
    String expected = "a list of at least one service";
    Optional<YamlNode> node = fields.required("services", expected);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof YamlNode.Sequence list && !list.items().isEmpty()) {
      List<Service> services = services(list, policies);
      ways.read(fields);
      return services;
    }
    fields.wrong("services", node.get(), expected);
    return List.of();
  }

  private ControlPlace control(Fields fields, YamlNode node) {
    return fields
        .scalar("control", node, "the path of a Unix socket, or " + ControlPlace.NONE)
        .map(scalar -> ControlPlace.of(scalar.text(), folder))
        .orElse(control);
  }

  /** Where compiled policies are: jars and folders, relative to the configuration. */
  private List<Path> policyPath(Fields fields) {
    Optional<YamlNode> node = fields.optional("policy_path");
    List<Path> paths = new ArrayList<>();
    if (node.isPresent() && node.get() instanceof YamlNode.Sequence list) {
      list.items().forEach(item -> path(fields, item).ifPresent(paths::add));
    } else {
      node.flatMap(item -> path(fields, item)).ifPresent(paths::add);
    }
    return paths;
  }

  private Optional<Path> path(Fields fields, YamlNode node) {
    String expected = "a jar or a folder that is there";
    return fields.value(
        "policy_path",
        node,
        expected,
        scalar -> Optional.of(folder.resolve(scalar.text())).filter(Files::exists));
  }

  private List<Service> services(YamlNode.Sequence list, Policies policies) {
    ServiceReader reader = new ServiceReader(policies, folder, errors, warnings);
    Map<String, Place> names = new HashMap<>();
    List<Service> services = new ArrayList<>();
    for (YamlNode item : list.items()) {
      ServiceReader.Entry entry = reader.read(item);
      entry.name().ifPresent(name -> once(name, names));
      ways.service(entry);
      entry
          .service()
          .ifPresent(
              service -> {
                services.add(service);
                policyNames.put(service.name(), entry.policy());
              });
    }
    return services;
  }

  private void once(Located<String> name, Map<String, Place> seen) {
    Place first = seen.putIfAbsent(name.value(), name.node().place());
    if (first != null) {
      errors.add(
          name.node()
              .place()
              .error(
                  "name: found "
                      + name.value()
                      + ", which is already the name of a service in line "
                      + first.line()
                      + ", expected another"));
    }
  }
}
