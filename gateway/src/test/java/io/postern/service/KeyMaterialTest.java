package io.postern.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.imap.Octets;
import io.postern.imap.Secret;
import io.postern.tls.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys in every form that openssl writes, and pairs that are none. */
class KeyMaterialTest {
  private static final Optional<Secret> PASSPHRASE =
      Optional.of(new Secret(Octets.ascii("open-sesame")));

  @TempDir static Path folder;
  private static Pki pki;

  @BeforeAll
  static void keys() {
    pki = Pki.in(folder);
    pki.openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=rsa -addext"
            + " subjectAltName=DNS:RSA.example,DNS:*.rsa.example,IP:127.0.0.1 -keyout"
            + " rsa.pkcs8 -out rsa.pem");
    pki.openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -days 9 -subj /CN=ec"
            + " -keyout ec.pkcs8 -out ec.pem");
    pki.openssl(
        "req -x509 -newkey ed25519 -nodes -days 9 -subj /CN=ed -keyout ed.pkcs8 -out ed.pem");
    for (String kind : List.of("rsa", "ec")) {
      pki.openssl(
          kind
              + " -in "
              + kind
              + ".pkcs8 -out "
              + kind
              + ".traditional"
              + (kind.equals("rsa") ? " -traditional" : ""));
      pki.openssl(
          "pkcs8 -topk8 -in " + kind + ".pkcs8 -passout pass:open-sesame -out " + kind + ".pbes2");
      pki.openssl(
          "pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1 -in "
              + kind
              + ".pkcs8 -passout pass:open-sesame -out "
              + kind
              + ".pbes2-old");
      for (String cipher : List.of("aes128", "aes256", "des3")) {
        pki.openssl(
            kind
                + " -in "
                + kind
                + ".pkcs8 -"
                + cipher
                + " -passout pass:open-sesame -out "
                + kind
                + "."
                + cipher
                + (kind.equals("rsa") ? " -traditional" : ""));
      }
    }
    pki.openssl("ecparam -name prime256v1 -genkey -out with-parameters.key");
    pki.openssl(
        "req -x509 -key with-parameters.key -days 9 -subj /CN=ecp -out with-parameters.pem");
  }

  private static KeyMaterial read(String chain, String key, Optional<Secret> passphrase)
      throws TlsFileException {
    return KeyMaterial.read(
        new CertificateFiles(folder.resolve(chain), folder.resolve(key), passphrase, List.of()),
        Instant.now());
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, pkcs8, PRIVATE KEY",
    "ec, pkcs8, PRIVATE KEY",
    "ed, pkcs8, PRIVATE KEY",
    "rsa, traditional, RSA PRIVATE KEY",
    "ec, traditional, EC PRIVATE KEY"
  })
  void aKeyInClearIsRead(String kind, String form, String label) throws Exception {
    assertThat(Files.readString(folder.resolve(kind + "." + form))).contains("BEGIN " + label);
    assertThat(read(kind + ".pem", kind + "." + form, Optional.empty()).chain()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, pbes2",
    "ec, pbes2",
    "rsa, pbes2-old",
    "ec, pbes2-old",
    "rsa, aes128",
    "rsa, aes256",
    "rsa, des3",
    "ec, aes128",
    "ec, aes256",
    "ec, des3"
  })
  void anEncryptedKeyIsReadWithItsPassphraseOnly(String kind, String form) throws Exception {
    String key = kind + "." + form;
    assertThat(read(kind + ".pem", key, PASSPHRASE).key().getAlgorithm())
        .isEqualToIgnoringCase(kind);
    assertThatThrownBy(() -> read(kind + ".pem", key, Optional.empty()))
        .hasMessageContaining("is encrypted, and there is no passphrase");
    assertThatThrownBy(
            () -> read(kind + ".pem", key, Optional.of(new Secret(Octets.ascii("shut")))))
        .hasMessageContaining("the passphrase is wrong")
        .hasMessageNotContaining("shut");
  }

  @Test
  void curveParametersBeforeAKeyArePassedOver() throws Exception {
    assertThat(Files.readString(folder.resolve("with-parameters.key"))).contains("EC PARAMETERS");
    assertThat(read("with-parameters.pem", "with-parameters.key", Optional.empty()).chain())
        .hasSize(1);
  }

  @Test
  void namesAreTheCertificatesOwnUnlessTheConfigurationHasSome() throws Exception {
    assertThat(read("rsa.pem", "rsa.pkcs8", Optional.empty()).names())
        .containsExactly("rsa.example", "*.rsa.example");
    assertThat(read("ec.pem", "ec.pkcs8", Optional.empty()).names()).isEmpty();
    CertificateFiles named =
        new CertificateFiles(
            folder.resolve("rsa.pem"),
            folder.resolve("rsa.pkcs8"),
            Optional.empty(),
            List.of("imap.example"));
    assertThat(KeyMaterial.read(named, Instant.now()).names()).containsExactly("imap.example");
  }

  @ParameterizedTest
  @CsvSource({"rsa.pem, ec.pkcs8", "ec.pem, rsa.pkcs8", "ec.pem, with-parameters.key"})
  void aKeyOfAnotherCertificateIsRefused(String chain, String key) {
    assertThatThrownBy(() -> read(chain, key, Optional.empty()))
        .isInstanceOfSatisfying(
            TlsFileException.class,
            unfit -> assertThat(unfit.fault()).isEqualTo(TlsFileException.Fault.WRONG))
        .hasMessageContaining(key + ": the key isn't that of the certificate in");
  }

  @Test
  void aCertificateOutOfItsTimeIsRefused() {
    CertificateFiles files =
        new CertificateFiles(
            folder.resolve("ec.pem"), folder.resolve("ec.pkcs8"), Optional.empty(), List.of());
    assertThatThrownBy(() -> KeyMaterial.read(files, Instant.now().plus(Duration.ofDays(10))))
        .hasMessageContaining("the certificate expired on");
    assertThatThrownBy(() -> KeyMaterial.read(files, Instant.now().minus(Duration.ofDays(1))))
        .hasMessageContaining("is valid only from");
  }

  @Test
  void whatIsNoPemIsToldAsSuch() throws Exception {
    pki.write("empty", "");
    pki.write("cut", Files.readString(folder.resolve("rsa.pkcs8")).substring(0, 400));
    pki.write("garbage", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(() -> read("empty", "rsa.pkcs8", Optional.empty()))
        .hasMessageContaining("empty: holds no certificate");
    assertThatThrownBy(() -> read("rsa.pem", "empty", Optional.empty()))
        .hasMessageContaining("empty: holds no private key");
    assertThatThrownBy(() -> read("rsa.pem", "cut", Optional.empty()))
        .hasMessageContaining("is cut off");
    assertThatThrownBy(() -> read("rsa.pem", "garbage", Optional.empty()))
        .hasMessageContaining("holds no key that can be read");
    assertThatThrownBy(() -> read("missing", "rsa.pkcs8", Optional.empty()))
        .isInstanceOfSatisfying(
            TlsFileException.class,
            unfit -> assertThat(unfit.fault()).isEqualTo(TlsFileException.Fault.MISSING));
  }
}
