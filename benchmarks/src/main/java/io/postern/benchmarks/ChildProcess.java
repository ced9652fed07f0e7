package io.postern.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A program of ours in a JVM of its own, so that its CPU time and memory can be measured. It
 * answers each line with a line, and ends with its input.
 */
public final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader says;
  private OptionalInt port = OptionalInt.empty();

  private ChildProcess(Process process) {
    this.process = process;
    this.says = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** Starts a main class with options of Java; it says nothing by itself. */
  public static ChildProcess silent(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    return new ChildProcess(process(main, options, arguments));
  }

  /** The same, of one that says in its first line what port it listens on. */
  static ChildProcess start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    ChildProcess child = silent(main, options, arguments);
    child.port = OptionalInt.of(Integer.parseInt(child.hear()));
    return child;
  }

  /** The only line of a program that measures something and ends. */
  static String lineOf(Class<?> main, List<String> options) throws IOException {
    try (BufferedReader says = process(main, options).inputReader(StandardCharsets.US_ASCII)) {
      String line = says.readLine();
      if (line == null) {
        throw new IOException("the child has said nothing");
      }
      return line;
    }
  }

  private static Process process(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  int port() {
    return port.orElseThrow();
  }

  /** Says a line to the child, and reads the line that it answers with. */
  public String ask(String line) throws IOException {
    process.outputWriter(StandardCharsets.US_ASCII).append(line).append('\n').flush();
    return hear();
  }

  /** The next line; that it has ended instead is an error. */
  public String hear() throws IOException {
    String line = says.readLine();
    if (line == null) {
      throw new IOException("a child of ours has ended before it answered");
    }
    return line;
  }

  /**
   * CPU time of its living threads, in nanoseconds. The kernel counts that exactly for each thread,
   * but only in hundredths of a second for a process.
   */
  long cpuNanos() throws IOException {
    long nanos = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : threads.toList()) {
        nanos += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
      }
    }
    return nanos;
  }

  /** The resident set at the moment, in KiB; from the kernel. */
  long residentKib() throws IOException {
    return status("VmRSS:");
  }

  /** The largest resident set since the start, in KiB. */
  long residentMaxKib() throws IOException {
    return status("VmHWM:");
  }

  private long status(String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith(field)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no " + field + " here");
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
