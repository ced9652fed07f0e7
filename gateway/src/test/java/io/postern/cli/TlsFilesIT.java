package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.tls.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A key or a certificate that may not be read, in a process that may not: who runs tests is often
 * root, whom no mode stops, unless it lacks the capabilities for that.
 */
class TlsFilesIT {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"check, a.key, key", "check, a.pem, chain", "run, a.key, key", "run, a.pem, chain"})
  void whatMayNotBeReadIsTold(String verb, String closed, String which) throws Exception {
    Pki.in(folder).signed("a", "DNS:a.example");
    Path file =
        Files.writeString(
            folder.resolve("postern.yaml"),
            """
            version: 1
            services:
              - name: a
                listen: "127.0.0.1:0"
                server: 127.0.0.1:143
                policy: ImapProxy
                tls: { client: implicit, certificates: [{ chain: a.pem, key: a.key }] }
            """);
    Path unreadable = folder.resolve(closed);
    Files.setPosixFilePermissions(unreadable, Set.<PosixFilePermission>of());
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command(verb, file))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(said);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isEqualTo(77);
    int column = which.equals("chain") ? 54 : 66;
    assertThat(text)
        .contains(file + ":7:" + column + ": certificates: " + unreadable + ": may not be read\n");
  }

  private static List<String> command(String verb, Path file) throws Exception {
    List<String> command = new ArrayList<>();
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      String without = "-dac_override,-dac_read_search";
      command.addAll(List.of("setpriv", "--bounding-set", without, "--inh-caps", without, "--"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            verb,
            "-c",
            file.toString()));
    return command;
  }
}
