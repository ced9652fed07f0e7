package io.postern.benchmarks.compare;

import io.postern.benchmarks.ChildProcess;
import io.postern.benchmarks.load.Generator;
import java.io.IOException;
import java.util.List;

/** A generator or a fake server: a child that answers each line with a line. */
final class Tool implements AutoCloseable {
  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-Xmx512m");

  /** Nothing that was said was wrong, but a load doesn't come to its end. */
  static final class Stalled extends IOException {
    private static final long serialVersionUID = 1L;

    Stalled(String message) {
      super(message);
    }
  }

  private final ChildProcess child;

  Tool(Class<?> main) throws IOException {
    child = ChildProcess.silent(main, OPTIONS);
  }

  String hear() throws IOException {
    return right(child.hear());
  }

  String ask(String line) throws IOException {
    return right(child.ask(line));
  }

  private static String right(String line) throws IOException {
    if (line.startsWith(Generator.STALLED)) {
      throw new Stalled(line);
    }
    if (line.startsWith(Generator.WRONG)) {
      throw new IOException(line);
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    child.close();
  }
}
