package io.postern.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long {@code postern run} takes to its open port and to its first session (logged in, a
 * mailbox selected), and its resident set then: with and without a policy in Python, with and
 * without the launcher's cache. {@code StartFigures LAUNCHER} prints each run and the medians.
 */
final class StartFigures {
  private static final int RUNS = 5;

  private static final String PYTHON =
      """
      class Bench(ImapProxy):
          def config(self):
              super().config()
              self.request["NOOP"] = (IMAP_REQ_POLICY, self.noop)

          def noop(self, tag, command, args):
              return IMAP_REQ_ACCEPT
      """;

  /** One start. */
  private record Start(
      double seconds, double sessionSeconds, double cpuSeconds, double residentMib) {}

  private final String launcher;
  private final ListServer server;

  private StartFigures(String launcher, ListServer server) {
    this.launcher = launcher;
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    String launcher = Path.of(args[0]).toAbsolutePath().toString();
    Path folder = Files.createTempDirectory("postern-bench");
    String python = Files.writeString(folder.resolve("bench.py"), PYTHON).toString();
    try (ListServer server = new ListServer(new byte[0])) {
      StartFigures figures = new StartFigures(launcher, server);
      figures.measure("no Python, no cache", "off", "ImapProxy");
      figures.make("ImapProxy");
      figures.measure("no Python, cache", "on", "ImapProxy");
      figures.measure("Python, no cache", "off", python);
      figures.make(python);
      figures.measure("Python, cache", "on", python);
    } finally {
      Files.delete(Path.of(python));
      Files.delete(folder);
    }
  }

  private void make(String policy) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process process = process("make", policy).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("no cache was made");
    }
    System.out.printf(Locale.ROOT, "cache made: %.1f s%n", (System.nanoTime() - began) / 1e9);
  }

  private void measure(String what, String aot, String policy)
      throws IOException, InterruptedException {
    List<Start> starts = new ArrayList<>();
    // The first one finds nothing in the system's memory, and the launcher may have to build.
    start(aot, policy);
    for (int i = 0; i < RUNS; i++) {
      starts.add(start(aot, policy));
    }
    System.out.printf(
        Locale.ROOT,
        "%-20s median %.2f s, to a session %.2f s, CPU %.2f s, resident %.0f MiB; runs %s s; load"
            + " %.1f%n",
        what,
        Median.of(starts.stream().mapToDouble(Start::seconds).toArray()),
        Median.of(starts.stream().mapToDouble(Start::sessionSeconds).toArray()),
        Median.of(starts.stream().mapToDouble(Start::cpuSeconds).toArray()),
        Median.of(starts.stream().mapToDouble(Start::residentMib).toArray()),
        Arrays.toString(
            starts.stream()
                .map(start -> String.format(Locale.ROOT, "%.2f", start.seconds()))
                .toArray()),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private Start start(String aot, String policy) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process process = process(aot, policy).start();
    try (BufferedReader says = process.errorReader(StandardCharsets.UTF_8)) {
      String line = says.readLine();
      while (line != null && !line.contains(" listens on ")) {
        line = says.readLine();
      }
      if (line == null) {
        throw new IOException("the gateway did not start");
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      int port = Integer.parseInt(line.replaceAll(".* listens on [^ ]*:([0-9]+).*", "$1"));
      double sessionSeconds;
      try (ListClient _ = new ListClient(port)) {
        sessionSeconds = (System.nanoTime() - began) / 1e9;
      }
      return new Start(seconds, sessionSeconds, cpuSeconds(process), residentMib(process));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private ProcessBuilder process(String aot, String policy) {
    ProcessBuilder builder =
        new ProcessBuilder(
            launcher,
            "run",
            "--listen",
            "127.0.0.1:0",
            "--control",
            "none",
            "--server",
            "127.0.0.1:" + server.port(),
            "--policy",
            policy);
    builder.environment().put("POSTERN_AOT", aot);
    return builder;
  }

  private static double cpuSeconds(Process process) {
    Optional<java.time.Duration> spent = process.info().totalCpuDuration();
    return spent.map(time -> time.toMillis() / 1e3).orElse(0.0);
  }

  private static double residentMib(Process process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("no resident set here");
  }
}
