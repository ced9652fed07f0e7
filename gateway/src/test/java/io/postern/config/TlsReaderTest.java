package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.service.CertificateFiles;
import io.postern.service.ClientTls;
import io.postern.service.ServerTls;
import io.postern.service.Service;
import io.postern.service.Tls;
import io.postern.tls.Pki;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code tls} map of a service: what it means, and what is wrong with it, with exit codes. */
class TlsReaderTest {
  private static final String PIN = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @TempDir static Path folder;
  private static Pki pki;

  @BeforeAll
  static void files() {
    pki = Pki.in(folder);
    pki.signed("a", "DNS:a.example");
    pki.signed("b", "DNS:b.example");
    pki.signedFor("soon", "DNS:a.example", 20);
    pki.expired("old", "DNS:a.example");
    pki.openssl("pkcs8 -topk8 -in b.key -passout pass:words -out b.encrypted");
    pki.write("secret", "words\n");
    pki.write("wrong-secret", "other\n");
    pki.write("garbage.pem", "no PEM\n");
  }

  private static ConfigResult read(String listen, String server, String tls) {
    String text =
        """
        version: 1
        services:
          - name: a
            listen: %s
            server: %s
            policy: ImapProxy
            tls:
        """
            .formatted(listen, server);
    return ConfigReader.parse(folder.resolve("postern.yaml").toString(), text + tls.indent(6));
  }

  private static Configuration loaded(String tls) {
    ConfigResult result = read("127.0.0.1:1143", "127.0.0.1:143", tls);
    assertThat(result).as(result.toString()).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).configuration();
  }

  private static Tls tls(String tls) {
    return loaded(tls).services().getFirst().tls();
  }

  private static List<String> warnings(String tls) {
    return loaded(tls).warnings().stream().map(ConfigWarning::message).toList();
  }

  private static List<ConfigError> errors(String tls) {
    ConfigResult result = read("127.0.0.1:1143", "127.0.0.1:143", tls);
    assertThat(result).isInstanceOf(ConfigResult.Broken.class);
    return ((ConfigResult.Broken) result).errors();
  }

  private static void refused(String tls, ConfigError.Kind kind, String message) {
    assertThat(errors(tls))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.message()).contains(message);
              assertThat(error.kind()).isEqualTo(kind);
              assertThat(error.place().line()).isGreaterThan(6);
            });
  }

  /** A router by sni finds a name in TLS from the first octet only. */
  @Test
  void aRouterBySniWantsImplicitTls() {
    String service =
        """
        version: 1
        services:
          - name: a
            listen: 127.0.0.1:1143
            router: { sni: { a.example: 127.0.0.1:143 } }
            policy: ImapProxy
            tls: { client: %s, certificates: [{ chain: a.pem, key: a.key }] }
        """;
    String file = folder.resolve("postern.yaml").toString();
    assertThat(ConfigReader.parse(file, service.formatted("implicit")))
        .isInstanceOfSatisfying(
            ConfigResult.Loaded.class,
            loaded -> assertThat(loaded.configuration().warnings()).isEmpty());
    assertThat(ConfigReader.parse(file, service.formatted("starttls-required")))
        .isInstanceOfSatisfying(
            ConfigResult.Loaded.class,
            loaded ->
                assertThat(loaded.configuration().warnings())
                    .singleElement()
                    .extracting(ConfigWarning::message)
                    .asString()
                    .startsWith("a router by sni without "));
  }

  @Test
  void allKeysAreRead() {
    Tls tls =
        tls(
            """
            client: starttls-required
            server: implicit
            certificates:
              - { chain: a.pem, key: a.key }
              - { chain: b.pem, key: b.encrypted, passphrase: "${file:secret}", names: [B.example, "*.b.example"] }
            client_certificate: optional
            client_ca: ca.pem
            server_ca: other-ca.pem
            server_name: mail.example
            server_verify: pinned
            server_pins: ["%s"]
            """
                .formatted(PIN));
    ClientTls client = tls.client();
    assertThat(client.mode()).isEqualTo(ClientTls.Mode.STARTTLS_REQUIRED);
    assertThat(client.demand()).isEqualTo(ClientTls.Demand.OPTIONAL);
    assertThat(client.ca()).contains(folder.resolve("ca.pem"));
    assertThat(client.certificates())
        .extracting(CertificateFiles::names)
        .containsExactly(List.of(), List.of("b.example", "*.b.example"));
    ServerTls server = tls.server();
    assertThat(server.mode()).isEqualTo(ServerTls.Mode.IMPLICIT);
    assertThat(server.ca()).contains(folder.resolve("other-ca.pem"));
    assertThat(server.name()).contains("mail.example");
    assertThat(server.verify()).isEqualTo(ServerTls.Verify.PINNED);
    assertThat(server.pins()).containsExactly(PIN);
  }

  @Test
  void filesThatAreMissingOrUnfitAreToldWithTheirReason() {
    String pair = "client: implicit\ncertificates: [{ chain: %s, key: %s }]\n";
    refused(
        pair.formatted("missing.pem", "a.key"),
        ConfigError.Kind.MISSING_FILE,
        "missing.pem: no such file");
    refused(
        pair.formatted("a.pem", "missing.key"),
        ConfigError.Kind.MISSING_FILE,
        "missing.key: no such file");
    refused(
        pair.formatted("a.pem", "b.key"),
        ConfigError.Kind.MISTAKE,
        "b.key: the key isn't that of the certificate in");
    refused(
        pair.formatted("old.pem", "old.key"),
        ConfigError.Kind.MISTAKE,
        "old.pem: the certificate expired on");
    refused(
        pair.formatted("garbage.pem", "a.key"),
        ConfigError.Kind.MISTAKE,
        "garbage.pem: holds no certificate");
    refused(
        pair.formatted("b.pem", "b.encrypted"),
        ConfigError.Kind.MISTAKE,
        "b.encrypted: the key is encrypted, and there is no passphrase");
    String secret =
        "client: implicit\n"
            + "certificates: [{ chain: b.pem, key: b.encrypted, passphrase: \"%s\" }]\n";
    refused(
        secret.formatted("${file:wrong-secret}"),
        ConfigError.Kind.MISTAKE,
        "b.encrypted: the passphrase is wrong");
    refused(
        secret.formatted("${file:nowhere}"),
        ConfigError.Kind.MISSING_FILE,
        "nowhere: no such file");
    refused(
        secret.formatted("${env:POSTERN_NO_SUCH_VARIABLE}"),
        ConfigError.Kind.MISTAKE,
        "no variable \"POSTERN_NO_SUCH_VARIABLE\"");
    refused(
        "server: implicit\nserver_ca: missing.pem\n", ConfigError.Kind.MISSING_FILE, "server_ca: ");
  }

  @Test
  void whatDoesNotGoTogetherIsToldAtTheMap() {
    assertThat(errors("client: implicit\n"))
        .extracting(ConfigError::message)
        .containsExactly("tls: TLS toward clients needs a certificate");
    assertThat(errors("server: implicit\nserver_verify: pinned\n").getFirst().message())
        .contains("go together");
    assertThat(errors("server: implicit\nserver_pins: [sha256/short]\n").getFirst().message())
        .contains("server_pins: found");
    assertThat(errors("clint: implicit\n").getFirst().message()).contains("did you mean client?");
    assertThat(errors("client: starttls\n").getFirst().message()).contains("starttls-offered");
  }

  @Test
  void weakeningsAndNearEndsAreWarnedOf() {
    String pair = "certificates: [{ chain: a.pem, key: a.key }]\n";
    assertThat(warnings("client: implicit\n" + pair)).isEmpty();
    assertThat(warnings("client: starttls-offered\n" + pair))
        .singleElement()
        .asString()
        .contains("may log in without TLS");
    assertThat(warnings("server: implicit\nserver_verify: off\n"))
        .singleElement()
        .asString()
        .startsWith("server_verify: off");
    assertThat(warnings("client: implicit\ncertificates: [{ chain: soon.pem, key: soon.key }]\n"))
        .singleElement()
        .asString()
        .contains("soon.pem expires on")
        .contains("in 19 days");
    assertThat(
            warnings(
                "client: implicit\n"
                    + "certificates: [{ chain: b.pem, key: b.encrypted, passphrase: words }]\n"))
        .singleElement()
        .asString()
        .contains("stands in the configuration itself")
        .doesNotContain("words");
  }

  @Test
  void aListenerBeyondLoopbackNeedsTls() {
    String pair = "certificates: [{ chain: a.pem, key: a.key }]\n";
    for (String mode : List.of("implicit", "starttls-required")) {
      ConfigResult result = read("0.0.0.0:1143", "127.0.0.1:143", "client: " + mode + "\n" + pair);
      assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    }
    for (String tls : List.of("client: none\n", "client: starttls-offered\n" + pair)) {
      ConfigResult result = read("0.0.0.0:1143", "127.0.0.1:143", tls);
      assertThat(((ConfigResult.Broken) result).errors())
          .singleElement()
          .satisfies(error -> assertThat(error.message()).contains("under \"tls\""));
    }
  }

  @Test
  void whereTlsIsWrongNobodyAskedForClearText() {
    ConfigResult result =
        read(
            "0.0.0.0:1143",
            "mail.example:143",
            "client: implicit\ncertificates: [{ chain: nowhere.pem, key: a.key }]\n");
    assertThat(((ConfigResult.Broken) result).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("no such file"));
    assertThat(((ConfigResult.Broken) result).warnings()).isEmpty();
  }

  @Test
  void aServerBeyondLoopbackInClearIsWarnedOf() {
    ConfigResult clear = read("127.0.0.1:1143", "mail.example:143", "server: none\n");
    assertThat(((ConfigResult.Loaded) clear).configuration().warnings())
        .singleElement()
        .satisfies(
            warning -> assertThat(warning.message()).contains("mail.example:143 isn't on this"));
    ConfigResult tls = read("127.0.0.1:1143", "mail.example:143", "server: starttls-required\n");
    assertThat(((ConfigResult.Loaded) tls).configuration().warnings()).isEmpty();
  }

  /** The gateway that runs must be able to compare what it has with what it reads. */
  @Test
  void theSameTextIsTheSameService() {
    String text =
        "client: implicit\n"
            + "certificates: [{ chain: b.pem, key: b.encrypted, passphrase: \"${file:secret}\""
            + " }]\n";
    Stream<Service> both = Stream.of(text, text).map(each -> loaded(each).services().getFirst());
    assertThat(both.map(Service::tls).distinct()).hasSize(1);
  }
}
