package io.postern.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program of ours in a JVM of its own, so that its CPU time and memory can be measured. It says
 * the port that it listens on in its first line, and ends with its input.
 */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader says;
  private final int port;

  private ChildProcess(Process process) throws IOException {
    this.process = process;
    this.says = process.inputReader(StandardCharsets.US_ASCII);
    String first = says.readLine();
    if (first == null) {
      throw new IOException("the child has ended before it said its port");
    }
    this.port = Integer.parseInt(first);
  }

  /** Starts a main class with options of Java. */
  static ChildProcess start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    return new ChildProcess(process(main, options, arguments));
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
    return port;
  }

  /** Says a line to the child, and reads the line that it answers with. */
  String ask(String line) throws IOException {
    process.outputWriter(StandardCharsets.US_ASCII).append(line).append('\n').flush();
    return says.readLine();
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
