package io.postern.notation;

import io.postern.notation.yaml.YamlNode;
import io.postern.notation.yaml.YamlReader;
import io.postern.notation.yaml.YamlResult;
import io.postern.policy.AbstractImapProxy;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.ImapProxy;
import io.postern.policy.ImapProxyStrict;
import io.postern.policy.JavaPolicy;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.PolicyEngine;
import io.postern.policy.PolicyTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Loads policies by name, whatever their notation. A name is a base class ({@code ImapProxy}), a
 * {@code .yaml} file, a {@code .java} file ({@code #CLASS} behind it where it has several), a file
 * of an installed {@link PolicyEngine}, or {@code class:a.b.C} from the policy path. Relative names
 * are relative to the folder of what names them.
 */
public final class Policies {
  /** A policy on a policy on a policy: more is a mistake. */
  private static final int CHAIN_MAX = 16;

  private static final Map<String, JavaPolicy> BASES = new LinkedHashMap<>();

  static {
    BASES.put("ImapProxy", ImapProxy::new);
    BASES.put("ImapProxyStrict", ImapProxyStrict::new);
    BASES.put("AbstractImapProxy", AbstractImapProxy::new);
  }

  private final JavaLoader java;
  private final List<PolicyEngine> engines;

  /** {@code policyPath}: jars, folders of classes, and folders of jars. */
  public Policies(List<Path> policyPath) {
    this(policyPath, ServiceLoader.load(PolicyEngine.class).stream().map(p -> p.get()).toList());
  }

  Policies(List<Path> policyPath, List<PolicyEngine> engines) {
    this.java = new JavaLoader(policyPath);
    this.engines = List.copyOf(engines);
  }

  /** The names of the base classes. */
  public static List<String> bases() {
    return List.copyOf(BASES.keySet());
  }

  /**
   * Loads a policy.
   *
   * @param folder where relative names begin
   * @param named where the name stands, for errors that have no better place
   */
  public PolicyLoad load(String name, Path folder, Place named) {
    Loading loading = new Loading();
    PolicyTables tables = loading.tables(name, folder, named);
    return loading.done(tables, named);
  }

  /** A map in place of a name: the table inline; {@code extends} in it names its base. */
  public PolicyLoad inline(YamlNode table, Path folder) {
    Loading loading = new Loading();
    PolicyTables tables = new YamlPolicy(loading, folder).read(table, Optional.empty());
    return loading.done(tables, table.place());
  }

  /**
   * A table over a base that stands elsewhere, as in a transcript's head; {@code extends} in it is
   * an error.
   */
  public PolicyLoad inline(String base, YamlNode table, Path folder, Place named) {
    Loading loading = new Loading();
    PolicyTables under = loading.tables(base, folder, named);
    PolicyTables tables = new YamlPolicy(loading, folder).read(table, Optional.of(under));
    return loading.done(tables, named);
  }

  /** One load: its mistakes, and the files that it is in the middle of. */
  final class Loading {
    final List<ConfigError> errors = new ArrayList<>();
    private final List<Path> open = new ArrayList<>();

    /**
     * The tables of a policy by name; what is wrong is in {@link #errors}, and the tables are
     * whatever could be read.
     */
    PolicyTables tables(String name, Path folder, Place named) {
      int hash = name.indexOf('#');
      String file = hash < 0 ? name : name.substring(0, hash);
      Optional<String> type = hash < 0 ? Optional.empty() : Optional.of(name.substring(hash + 1));
      String ending = ending(file);
      if (name.startsWith("class:")) {
        return ofClass(java.onPath(name.substring("class:".length()), named), named);
      }
      if (BASES.containsKey(name)) {
        return fill(BASES.get(name), Map.of(), named);
      }
      if (ending.equals(".yaml")) {
        if (type.isPresent()) {
          return lost(
              named.error("found #" + type.get() + " behind a YAML policy, which has no classes"));
        }
        return within(folder.resolve(file).normalize(), named, this::yaml);
      }
      if (ending.equals(".java")) {
        Path path = folder.resolve(file).normalize();
        return within(path, named, there -> ofClass(java.inFile(there, type, named), named));
      }
      for (PolicyEngine engine : engines) {
        if (engine.endings().contains(ending)) {
          Path path = folder.resolve(file).normalize();
          return within(path, named, there -> engine(engine.load(there, type, named)));
        }
      }
      return lost(unknown(name, ending, named));
    }

    /** The functions that a YAML policy calls: a Java file's class or {@code class:a.b.C}. */
    Optional<FunctionClass> functions(String name, Path folder, Place named) {
      int hash = name.indexOf('#');
      String file = hash < 0 ? name : name.substring(0, hash);
      JavaLoader.Found found;
      if (name.startsWith("class:")) {
        found = java.onPath(name.substring("class:".length()), named);
      } else if (ending(file).equals(".java")) {
        Optional<String> type = hash < 0 ? Optional.empty() : Optional.of(name.substring(hash + 1));
        found = java.functionsInFile(folder.resolve(file).normalize(), type, named);
      } else {
        errors.add(
            named.error(
                "found \"" + name + "\", expected FILE.java, FILE.java#CLASS or class:a.b.C"));
        return Optional.empty();
      }
      return switch (found) {
        case JavaLoader.FoundClass loaded -> Optional.of(new FunctionClass(loaded.type()));
        case JavaLoader.NotFound not -> {
          errors.addAll(not.errors());
          yield Optional.empty();
        }
      };
    }

    private PolicyTables yaml(Path path) {
      return switch (YamlReader.read(path)) {
        case YamlResult.Read read ->
            new YamlPolicy(this, folderOf(path)).read(read.root(), Optional.empty());
        case YamlResult.Broken broken -> lost(broken.errors());
      };
    }

    private PolicyTables ofClass(JavaLoader.Found found, Place named) {
      return switch (found) {
        case JavaLoader.NotFound not -> lost(not.errors());
        case JavaLoader.FoundClass loaded ->
            switch (loaded.policy(named)) {
              case JavaLoader.Maker maker -> fill(maker.policy(), loaded.files(), named);
              case JavaLoader.NoMaker none -> lost(none.error());
            };
      };
    }

    private PolicyTables fill(JavaPolicy policy, Map<String, String> files, Place named) {
      try {
        PolicyTables tables = PolicyTables.of(policy, files);
        errors.addAll(tables.errors());
        return tables;
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        return lost(JavaLoader.thrown(e, files, named));
      }
    }

    private PolicyTables engine(PolicyEngine.Result result) {
      return switch (result) {
        case PolicyEngine.Filled filled -> {
          errors.addAll(filled.tables().errors());
          yield filled.tables();
        }
        case PolicyEngine.Failed failed -> lost(failed.errors());
      };
    }

    private PolicyTables within(
        Path path, Place named, java.util.function.Function<Path, PolicyTables> read) {
      if (open.contains(path)) {
        return lost(named.error("found " + path + ", which extends itself"));
      }
      if (open.size() == CHAIN_MAX) {
        return lost(named.error("more than " + CHAIN_MAX + " policies extend one another"));
      }
      if (!Files.isRegularFile(path)) {
        return lost(named.error("found \"" + path + "\", which is no file"));
      }
      open.add(path);
      PolicyTables tables = read.apply(path);
      open.removeLast();
      return tables;
    }

    private ConfigError unknown(String name, String ending, Place named) {
      if (ending.equals(".py")) {
        return named.error("found \"" + name + "\", but Python policies are not installed here");
      }
      return named.error(
          "found \""
              + name
              + "\", expected "
              + String.join(", ", BASES.keySet())
              + ", a .yaml or .java file, or class:a.b.C",
          Nearest.to(name, BASES.keySet()));
    }

    private PolicyTables lost(ConfigError error) {
      return lost(List.of(error));
    }

    private PolicyTables lost(List<ConfigError> found) {
      errors.addAll(found);
      return PolicyTables.empty();
    }

    PolicyLoad done(PolicyTables tables, Place named) {
      errors.addAll(PolicyChecks.of(tables));
      if (!errors.isEmpty()) {
        return new PolicyLoad.Failed(
            errors.stream().distinct().sorted(Comparator.comparing(ConfigError::place)).toList());
      }
      Policy policy = Policy.compile(tables);
      return new PolicyLoad.Loaded(
          policy,
          new PolicyWarnings(policy, named)
              .all().stream()
                  .distinct()
                  .sorted(Comparator.comparing(ConfigWarning::place))
                  .toList());
    }
  }

  private static String ending(String file) {
    int dot = file.lastIndexOf('.');
    int slash = file.lastIndexOf('/');
    return dot <= slash ? "" : lower(file.substring(dot));
  }

  private static String lower(String ending) {
    StringBuilder made = new StringBuilder();
    ending.chars().forEach(c -> made.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return made.toString();
  }

  private static Path folderOf(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
  }
}
