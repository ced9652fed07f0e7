package io.postern.config;

import io.postern.imap.Secret;
import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.service.Address;
import io.postern.service.CertificateFile;
import io.postern.service.CertificateFiles;
import io.postern.service.ClientTls;
import io.postern.service.KeyMaterial;
import io.postern.service.ServerTls;
import io.postern.service.Tls;
import io.postern.service.TlsFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The {@code tls} map of a service. All files are read, so that a check finds what is wrong. */
final class TlsReader {
  static final List<String> KEYS =
      List.of(
          "client",
          "server",
          "certificates",
          "client_certificate",
          "client_ca",
          "server_ca",
          "server_name",
          "server_verify",
          "server_pins");

  static final List<String> CERTIFICATE_KEYS = List.of("chain", "key", "passphrase", "names");

  /** An administrator who is on holiday for two weeks still sees it in time. */
  static final int EXPIRY_WARNING_DAYS = 21;

  private static final String FILE = "a file in PEM, relative to this one";
  private static final String CERTIFICATES = "a list of maps with chain and key";
  private static final String HOST = "a host name such as mail.example.org";
  private static final String NAMES =
      "a host name, such as mail.example.org or *.example.org, or a list of them";
  private static final String PINS = "a list of \"sha256/BASE64\" of public keys";

  private final Path folder;
  private final Passphrases passphrases;
  private final Instant now;
  private final List<ConfigError> errors;
  private final List<ConfigWarning> warnings;

  TlsReader(Path folder, Instant now, List<ConfigError> errors, List<ConfigWarning> warnings) {
    this.folder = folder;
    this.passphrases = new Passphrases(folder, System.getenv(), errors, warnings);
    this.now = now;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** What could be read; {@link Tls#NONE} where something is wrong. */
  Tls read(YamlNode node) {
    int before = errors.size();
    Optional<Fields> found = Fields.of(node, "tls", KEYS, errors);
    if (found.isEmpty()) {
      return Tls.NONE;
    }
    Fields fields = found.get();
    ClientTls.Mode client = mode(fields, "client", ClientTls.Mode.class, ClientTls.Mode.NONE);
    ServerTls.Mode server = mode(fields, "server", ServerTls.Mode.class, ServerTls.Mode.NONE);
    ClientTls.Demand demand =
        mode(fields, "client_certificate", ClientTls.Demand.class, ClientTls.Demand.NONE);
    ServerTls.Verify verify =
        mode(fields, "server_verify", ServerTls.Verify.class, ServerTls.Verify.FULL);
    List<CertificateFiles> certificates = certificates(fields);
    Optional<Path> clientCa = authorities(fields, "client_ca");
    Optional<Path> serverCa = authorities(fields, "server_ca");
    Optional<String> name = serverName(fields);
    List<String> pins = pins(fields);
    if (errors.size() > before) {
      return Tls.NONE;
    }
    try {
      Tls tls =
          new Tls(
              new ClientTls(client, certificates, demand, clientCa),
              new ServerTls(server, serverCa, name, verify, pins));
      warn(fields, tls);
      return tls;
    } catch (IllegalArgumentException fault) {
      errors.add(fields.place().error("tls: " + fault.getMessage()));
      return Tls.NONE;
    }
  }

  private <E extends Enum<E>> E mode(Fields fields, String key, Class<E> type, E byDefault) {
    List<E> values = List.of(type.getEnumConstants());
    return fields
        .optional(key)
        .flatMap(node -> fields.word(key, node, values.stream().map(TlsReader::word).toList()))
        .flatMap(word -> values.stream().filter(value -> word(value).equals(word)).findFirst())
        .orElse(byDefault);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private List<CertificateFiles> certificates(Fields fields) {
    List<CertificateFiles> certificates = new ArrayList<>();
    Optional<YamlNode> node = fields.optional("certificates");
    if (node.isEmpty()) {
      return certificates;
    }
    if (node.get() instanceof YamlNode.Sequence list && !list.items().isEmpty()) {
      list.items().forEach(item -> certificate(item).ifPresent(certificates::add));
    } else {
      fields.wrong("certificates", node.get(), CERTIFICATES);
    }
    return certificates;
  }

  private Optional<CertificateFiles> certificate(YamlNode node) {
    int before = errors.size();
    Optional<Fields> found = Fields.of(node, "a certificate", CERTIFICATE_KEYS, errors);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    Optional<Path> chain = fields.required("chain", FILE).flatMap(at -> file(fields, "chain", at));
    Optional<Path> key = fields.required("key", FILE).flatMap(at -> file(fields, "key", at));
    Optional<Secret> passphrase =
        fields.optional("passphrase").flatMap(at -> passphrases.read(fields, at));
    List<String> names = texts(fields, "names", NAMES);
    for (String name : names) {
      if (!isHost(name.startsWith("*.") ? name.substring(2) : name)) {
        fields.wrong("names", fields.optional("names").orElseThrow(), NAMES);
      }
    }
    if (errors.size() > before || chain.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    CertificateFiles files =
        new CertificateFiles(
            chain.get(),
            key.get(),
            passphrase,
            names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    try {
      expiry(fields, KeyMaterial.read(files, now));
      return Optional.of(files);
    } catch (TlsFileException unfit) {
      YamlNode at =
          fields.optional(unfit.file().equals(files.key()) ? "key" : "chain").orElse(node);
      errors.add(error(at, "certificates", unfit));
      return Optional.empty();
    }
  }

  private void expiry(Fields fields, KeyMaterial material) {
    long days = material.daysLeft(now);
    if (days < EXPIRY_WARNING_DAYS) {
      warnings.add(
          new ConfigWarning(
              fields.place(),
              "the certificate in "
                  + material.files().chain()
                  + " expires on "
                  + material.notAfter()
                  + ", in "
                  + days
                  + (days == 1 ? " day" : " days")));
    }
  }

  private static ConfigError error(YamlNode at, String key, TlsFileException unfit) {
    return new ConfigError(
        at.place(),
        key + ": " + unfit.getMessage(),
        switch (unfit.fault()) {
          case MISSING -> ConfigError.Kind.MISSING_FILE;
          case FORBIDDEN -> ConfigError.Kind.FORBIDDEN_FILE;
          case WRONG -> ConfigError.Kind.MISTAKE;
        });
  }

  private Optional<Path> authorities(Fields fields, String key) {
    Optional<YamlNode> node = fields.optional(key);
    Optional<Path> file = node.flatMap(at -> file(fields, key, at));
    if (file.isPresent()) {
      try {
        CertificateFile.read(file.get());
      } catch (TlsFileException unfit) {
        errors.add(error(node.get(), key, unfit));
        return Optional.empty();
      }
    }
    return file;
  }

  private Optional<Path> file(Fields fields, String key, YamlNode node) {
    return fields
        .scalar(key, node, FILE)
        .filter(scalar -> !scalar.text().isEmpty())
        .map(scalar -> folder.resolve(scalar.text()));
  }

  private Optional<String> serverName(Fields fields) {
    return fields
        .optional("server_name")
        .flatMap(
            node ->
                fields.value(
                    "server_name",
                    node,
                    HOST,
                    scalar -> Optional.of(scalar.text()).filter(TlsReader::isHost)));
  }

  private List<String> pins(Fields fields) {
    List<String> pins = texts(fields, "server_pins", PINS);
    if (!pins.stream().allMatch(TlsReader::isPin)) {
      fields.wrong("server_pins", fields.optional("server_pins").orElseThrow(), PINS);
    }
    return pins;
  }

  /** One text or a list of them. */
  private static List<String> texts(Fields fields, String key, String expected) {
    List<String> texts = new ArrayList<>();
    Consumer<YamlNode> one =
        item -> fields.scalar(key, item, expected).ifPresent(scalar -> texts.add(scalar.text()));
    fields
        .optional(key)
        .ifPresent(
            node -> {
              if (node instanceof YamlNode.Sequence list) {
                list.items().forEach(one);
              } else {
                one.accept(node);
              }
            });
    return texts;
  }

  private static boolean isPin(String text) {
    try {
      return text.startsWith("sha256/")
          && Base64.getDecoder().decode(text.substring("sha256/".length())).length == 32;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static boolean isHost(String text) {
    try {
      return !new Address(text, 0).host().isEmpty();
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  private void warn(Fields fields, Tls tls) {
    if (tls.client().mode() == ClientTls.Mode.STARTTLS_OFFERED) {
      warnings.add(
          new ConfigWarning(
              fields.optional("client").orElseThrow().place(),
              "client: starttls-offered: clients may log in without TLS, and whoever is between"
                  + " can keep them from it; starttls-required or implicit doesn't let them"));
    }
    if (tls.server().mode() != ServerTls.Mode.NONE
        && tls.server().verify() == ServerTls.Verify.OFF) {
      warnings.add(
          new ConfigWarning(
              fields.optional("server_verify").orElseThrow().place(),
              "server_verify: off: anybody on the way to the server can be the server, and reads"
                  + " passwords and mail; server_verify: pinned needs no authority either"));
    }
  }

  /** Where nothing is said about the way to the server. */
  static String serverInClear(String server) {
    return "the server "
        + server
        + " isn't on this machine, and is talked to without TLS: passwords and mail cross the"
        + " network in clear (tls: server: implicit or starttls-required)";
  }
}
