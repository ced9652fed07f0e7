package io.postern.config;

import io.postern.imap.Octets;
import io.postern.imap.Secret;
import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Passphrases of keys, which stand elsewhere than in the configuration. */
final class Passphrases {
  private static final String EXPECTED = "\"${file:PATH}\" or \"${env:NAME}\"";
  private static final String FILE = "${file:";
  private static final String ENV = "${env:";

  private final Path folder;
  private final Map<String, String> environment;
  private final List<ConfigError> errors;
  private final List<ConfigWarning> warnings;

  Passphrases(
      Path folder,
      Map<String, String> environment,
      List<ConfigError> errors,
      List<ConfigWarning> warnings) {
    this.folder = folder;
    this.environment = environment;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** Never says in a message what it has read. */
  Optional<Secret> read(Fields fields, YamlNode node) {
    Optional<YamlNode.Scalar> scalar = fields.scalar("passphrase", node, EXPECTED);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    if (text.startsWith(FILE) && text.endsWith("}")) {
      return file(node, folder.resolve(inner(text, FILE)));
    }
    if (text.startsWith(ENV) && text.endsWith("}")) {
      String name = inner(text, ENV);
      Optional<String> value = Optional.ofNullable(environment.get(name));
      if (value.isEmpty()) {
        errors.add(
            node.place().error("passphrase: the environment has no variable \"" + name + "\""));
      }
      return value.map(it -> new Secret(Octets.utf8(it)));
    }
    warnings.add(
        new ConfigWarning(
            node.place(),
            "passphrase: stands in the configuration itself, for everybody who reads it; expected "
                + EXPECTED));
    return Optional.of(new Secret(Octets.utf8(text)));
  }

  private static String inner(String text, String before) {
    return text.substring(before.length(), text.length() - 1);
  }

  private Optional<Secret> file(YamlNode node, Path path) {
    ConfigError.Kind kind;
    String reason;
    try {
      byte[] octets = Files.readAllBytes(path);
      int end = octets.length;
      while (end > 0 && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
        end--;
      }
      return Optional.of(new Secret(Octets.copyOf(Arrays.copyOf(octets, end))));
    } catch (NoSuchFileException missing) {
      kind = ConfigError.Kind.MISSING_FILE;
      reason = "no such file";
    } catch (AccessDeniedException forbidden) {
      kind = ConfigError.Kind.FORBIDDEN_FILE;
      reason = "may not be read";
    } catch (IOException unreadable) {
      kind = ConfigError.Kind.MISTAKE;
      reason = "can't be read";
    }
    errors.add(new ConfigError(node.place(), "passphrase: " + path + ": " + reason, kind));
    return Optional.empty();
  }
}
