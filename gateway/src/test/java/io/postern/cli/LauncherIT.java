package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in an installed tree: with its cache, and with whatever may happen to that. */
class LauncherIT {
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private static Path tree;

  @TempDir private Path caches;

  /** What ran, and what it said. */
  private record Ended(int exit, String out, String err) {}

  @BeforeAll
  static void install() throws Exception {
    Path root = Path.of("..").toRealPath();
    Path lib = Files.createDirectory(tree.resolve("lib"));
    Files.copy(
        root.resolve("postern"), tree.resolve("postern"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(
        root.resolve("scripts/find-jdk"),
        lib.resolve("find-jdk"),
        StandardCopyOption.COPY_ATTRIBUTES);
    for (String options : List.of("java.options", "java-python.options")) {
      Files.copy(root.resolve("packaging").resolve(options), lib.resolve(options));
    }
    // Java caches classes of jars only, not those of folders.
    int made =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--file",
                lib.resolve("gateway.jar").toString(),
                "-C",
                Path.of("target", "classes").toString(),
                ".");
    assertThat(made).isZero();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      if (entry.endsWith(".jar")) {
        Path jar = Path.of(entry);
        Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void aCacheIsMadeUsedAndRefusedInSilence() throws Exception {
    assertThat(make().exit()).isZero();
    Path cache = cache();
    assertThat(runs()).contains("-XX:AOTCache=" + cache);
    assertThat(runs("off")).doesNotContain("-XX:AOTCache");
    // Cut short, or another thing altogether: Java goes on without it and says nothing.
    byte[] sound = Files.readAllBytes(cache);
    for (byte[] broken :
        List.of(java.util.Arrays.copyOf(sound, sound.length / 2), new byte[0], new byte[99])) {
      Files.write(cache, broken);
      runs();
    }
    // Whoever else may write there could run code as this user.
    Files.write(cache, sound);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(runs()).doesNotContain("-XX:AOTCache");
  }

  @Test
  void aPolicyInPythonIsFoundOnTheCommandLineAndInAFileThatItNames() throws Exception {
    String named = Files.writeString(caches.resolve("a.yaml"), "policy: mine.py#Mine").toString();
    String other = Files.writeString(caches.resolve("b.yaml"), "policy: ImapProxy").toString();
    assertThat(optionsFor("check", "mine.py")).contains("/java-python.options");
    assertThat(optionsFor("check", "mine.py#Mine")).contains("/java-python.options");
    assertThat(optionsFor("run", "-c", named)).contains("/java-python.options");
    assertThat(optionsFor("run", "--config=" + named)).contains("/java-python.options");
    assertThat(optionsFor("run", "-c", other))
        .contains("/java.options")
        .doesNotContain("/java-python.options");
  }

  /** What a Java would be started with: this one only repeats it. */
  private String optionsFor(String... words) throws Exception {
    Path jdk = caches.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    Path java = Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder = process("off", words);
    builder.environment().put("POSTERN_JAVA_HOME", jdk.toString());
    return end(builder.start()).out();
  }

  @Test
  void twoMakersAtOnceAreOne() throws Exception {
    List<Process> makers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      makers.add(start("make", "run"));
    }
    List<Integer> exits = new ArrayList<>();
    for (Process maker : makers) {
      exits.add(end(maker).exit());
    }
    // The other found it at work, or done.
    assertThat(exits).contains(0).allMatch(exit -> exit == 0 || exit == 70);
    assertThat(runs()).contains("-XX:AOTCache=" + cache());
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void whatAKilledMakerLeftIsWaitedForAndThenCleared() throws Exception {
    Path left = Files.createDirectories(folder().resolve("new.99999"));
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwx------"));
    assertThat(make().exit()).isEqualTo(70);
    runs();
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    assertThat(make().exit()).isZero();
    assertThat(leftovers()).isEmpty();
    assertThat(runs()).contains("-XX:AOTCache=" + cache());
  }

  @Test
  void withoutAPlaceForACacheItRunsAllTheSame() throws Exception {
    Files.writeString(caches.resolve("postern"), "a file where the folder should be");
    assertThat(runs()).doesNotContain("-XX:AOTCache").doesNotContain("userResourceCache");
    Files.delete(caches.resolve("postern"));
    Files.createDirectory(caches.resolve("postern"));
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(runs()).doesNotContain("-XX:AOTCache").doesNotContain("userResourceCache");
  }

  private Ended make() throws Exception {
    return end(start("make", "run"));
  }

  private Path folder() {
    return caches.resolve("postern");
  }

  private Path cache() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.toString().endsWith(".aot"))
          .reduce(
              (one, other) -> {
                throw new AssertionError(one + " and " + other);
              })
          .orElseThrow();
    }
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.getFileName().toString().startsWith("new.")).toList();
    }
  }

  /** Runs the gateway up to its start line, which is all that it says; returns Java's options. */
  private String runs() throws Exception {
    return runs("on");
  }

  private String runs(String aot) throws Exception {
    Process process =
        start(
            aot,
            "run",
            "--listen",
            "127.0.0.1:0",
            "--server",
            "127.0.0.1:1",
            "--policy",
            "ImapProxy");
    try (BufferedReader messages =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      assertThat(messages.readLine()).startsWith("postern: service imap listens on 127.0.0.1:");
      String options = process.info().commandLine().orElseThrow();
      // Process.destroy would close what is still to be read.
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(messages.lines()).containsExactly("postern: ending; once more to end at once");
      assertThat(process.getInputStream().readAllBytes()).isEmpty();
      return options;
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String aot, String... words) throws IOException {
    return process(aot, words).start();
  }

  private ProcessBuilder process(String aot, String... words) {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
    command.add(tree.resolve("postern").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.put("POSTERN_JAVA_HOME", System.getProperty("java.home"));
    environment.put("POSTERN_AOT", aot);
    environment.put("XDG_CACHE_HOME", caches.toString());
    environment.remove("POSTERN_JAVA_OPTS");
    return builder;
  }

  private static Ended end(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, err);
  }
}
