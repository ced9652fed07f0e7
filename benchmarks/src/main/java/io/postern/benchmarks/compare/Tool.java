package io.postern.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A generator or a fake server: a child that answers each line with a line. */
final class Tool implements AutoCloseable {
  /** Nothing that was said was wrong, but a load doesn't come to its end. */
  static final class Stalled extends IOException {
    private static final long serialVersionUID = 1L;

    Stalled(String message) {
      super(message);
    }
  }

  private final Process process;
  private final BufferedReader says;

  Tool(Class<?> main) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    says = process.inputReader(StandardCharsets.US_ASCII);
  }

  String hear() throws IOException {
    String line = says.readLine();
    if (line == null) {
      throw new IOException("a tool has ended");
    }
    if (line.startsWith("stalled: ")) {
      throw new Stalled(line);
    }
    if (line.startsWith("wrong: ")) {
      throw new IOException(line);
    }
    return line;
  }

  String ask(String line) throws IOException {
    process.outputWriter(StandardCharsets.US_ASCII).append(line).append('\n').flush();
    return hear();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException stopped) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
