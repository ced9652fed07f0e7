package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.tls.Pki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is wrong with the files of TLS decides the exit code, of {@code check} and of {@code run};
 * {@link TlsFilesIT} has those that may not be read.
 */
class TlsFilesTest {
  @TempDir static Path folder;

  @BeforeAll
  static void certificates() {
    Pki pki = Pki.in(folder);
    pki.signed("a", "DNS:a.example");
    pki.signed("b", "DNS:b.example");
    pki.write("garbage.pem", "no PEM\n");
  }

  @ParameterizedTest
  @CsvSource({
    "none.pem, a.key, 66, chain, none.pem: no such file",
    "a.pem, none.key, 66, key, none.key: no such file",
    "garbage.pem, a.key, 78, chain, garbage.pem: ",
    "a.pem, garbage.pem, 78, key, garbage.pem: holds no private key in PEM",
    "a.pem, b.key, 78, key, b.key: the key isn't that of the certificate",
  })
  void theExitCodeSaysWhatIsWrongWithThem(
      String chain, String key, int exit, String column, String reason) throws IOException {
    Path file = configuration(chain, key);
    Ran check = Ran.postern("check", "-c", file);
    assertThat(check.exit()).isEqualTo(exit);
    int at = "    tls: { client: implicit, certificates: [{ chain: ".length() + 1;
    int place = column.equals("chain") ? at : at + chain.length() + ", key: ".length();
    assertThat(check.out())
        .startsWith(file + ":7:" + place + ": certificates: " + folder.resolve(""))
        .contains(reason)
        .endsWith("\n" + file + ": 1 error\n");
    Ran run = Ran.postern("run", "-c", file);
    assertThat(run.exit()).isEqualTo(exit);
    assertThat(run.err()).contains(reason);
  }

  /** Whoever puts one file right should hear of the other as well. */
  @Test
  void aMissingFileBesideAnotherMistakeIsAWrongConfiguration() throws IOException {
    Path file = configuration("none.pem", "a.key");
    Files.writeString(file, Files.readString(file).replace("ImapProxy", "ImapProxi"));
    assertThat(Ran.postern("check", "-c", file).exit()).isEqualTo(78);
  }

  private static Path configuration(String chain, String key) throws IOException {
    return Files.writeString(
        folder.resolve("postern.yaml"),
        """
        version: 1
        services:
          - name: a
            listen: "127.0.0.1:0"
            server: 127.0.0.1:143
            policy: ImapProxy
            tls: { client: implicit, certificates: [{ chain: %s, key: %s }] }
        """
            .formatted(chain, key));
  }
}
