package io.postern.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has no policy in Python pays nothing for those who have. */
class PlainStartIT {
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private Path folder;

  @Test
  void withoutAPythonPolicyNothingOfPythonIsLoaded() throws Exception {
    Files.writeString(
        folder.resolve("keep.yaml"), "extends: ImapProxy\nrequest: {DELETE: reject}\n");
    assertThat(loadedFor("ImapProxy")).isEmpty();
    assertThat(loadedFor(folder.resolve("keep.yaml").toString())).isEmpty();
  }

  /** What the test above looks for is there to be found. */
  @Test
  void withOneItIs() throws Exception {
    Files.writeString(
        folder.resolve("keep.py"),
        "class Keep(ImapProxy):\n    def config(self):\n        super().config()\n");
    assertThat(loadedFor(folder.resolve("keep.py").toString())).isNotEmpty();
  }

  /** Classes of GraalPy that the gateway has loaded when it listens. */
  private List<String> loadedFor(String policy) throws Exception {
    Path log = folder.resolve("classes.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("..", "packaging", "java.options"),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                "io.postern.cli.Main",
                "run",
                "--listen",
                "127.0.0.1:0",
                "--server",
                "127.0.0.1:1",
                "--policy",
                policy)
            .start();
    try (BufferedReader messages =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      assertThat(messages.readLine()).contains("listens on 127.0.0.1:");
    } finally {
      process.destroy();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("] org.graalvm.") || line.contains("] com.oracle."))
          .toList();
    }
  }
}
