package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.service.Address;
import java.util.List;
import java.util.Optional;

/** Reads {@code admin:}. */
final class AdminReader {
  static final List<String> KEYS = List.of("listen", "clear_text");

  private static final String ALLOWED = "allowed";

  private final List<ConfigError> errors;
  private final List<ConfigWarning> warnings;

  AdminReader(List<ConfigError> errors, List<ConfigWarning> warnings) {
    this.errors = errors;
    this.warnings = warnings;
  }

  /** Empty where something is wrong with it, which is told. */
  Optional<AdminPlace> read(YamlNode node) {
    Optional<Fields> fields = Fields.of(node, "admin", KEYS, errors);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    boolean clearText =
        fields
            .get()
            .optional("clear_text")
            .flatMap(word -> fields.get().word("clear_text", word, List.of("refused", ALLOWED)))
            .filter(ALLOWED::equals)
            .isPresent();
    String expected = "HOST:PORT, such as 127.0.0.1:9143";
    Optional<YamlNode> listen = fields.get().required("listen", expected);
    Optional<Address> address =
        listen
            .flatMap(found -> fields.get().scalar("listen", found, expected))
            .flatMap(found -> address(fields.get(), found));
    if (address.isPresent() && !address.get().loopback()) {
      if (clearText) {
        warnings.add(new ConfigWarning(listen.get().place(), warning(address.get())));
      } else {
        errors.add(
            listen
                .get()
                .place()
                .error(
                    "listen: found "
                        + address.get()
                        + ", which isn't loopback, expected a loopback address: it shows users'"
                        + " names and addresses in clear to whoever asks; if you want that, say"
                        + " \"clear_text: allowed\""));
        return Optional.empty();
      }
    }
    return address.map(found -> new AdminPlace(found, clearText));
  }

  /** What is said about a listener that others than this machine can read. */
  private static String warning(Address listen) {
    return "admin listens on "
        + listen
        + ": whoever reaches it reads users' names and addresses, in clear (clear_text: allowed)";
  }

  private Optional<Address> address(Fields fields, YamlNode.Scalar scalar) {
    try {
      return Optional.of(Address.parse(scalar.text()));
    } catch (IllegalArgumentException wrong) {
      fields.wrong("listen", scalar, "HOST:PORT: " + wrong.getMessage());
      return Optional.empty();
    }
  }
}
