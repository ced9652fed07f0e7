package io.postern.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Policy functions that never end, beside a thousand calls a second of the same policy: how soon
 * their own sessions end, and what the others notice. {@code RunawayFigures [options of Java]}
 * prints it.
 */
final class RunawayFigures {
  /** Sessions that call a function with each command, and ones that call none. */
  private static final int SESSIONS = 20;

  private static final double EACH_PER_SECOND = 50;
  private static final long WARM_SECONDS = 15;
  private static final long PHASE_SECONDS = 10;

  private static final String POLICY =
      """
      import time

      class Bench(ImapProxy):
          def config(self):
              super().config()
              self.request["NOOP"] = (IMAP_REQ_POLICY, self.noop)
              self.request["CREATE"] = (IMAP_REQ_POLICY, self.create)

          def noop(self, tag, command, args):
              return IMAP_REQ_ACCEPT

          def create(self, tag, command, args):
              if args[0] == "loop":
                  while True:
                      pass
              if args[0] == "power":
                  10**10**8
              if args[0] == "sleep":
                  time.sleep(3600)
              return IMAP_REQ_ACCEPT
      """;

  private RunawayFigures() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("postern-bench");
    Path policy = Files.writeString(folder.resolve("bench.py"), POLICY);
    try (ToyServer server = new ToyServer(0);
        ChildProcess gateway =
            ChildProcess.start(
                FunctionGatewayProcess.class,
                List.of(args),
                Integer.toString(server.port()),
                policy.toString());
        PacedClients asking = new PacedClients(gateway.port(), SESSIONS, "NOOP", EACH_PER_SECOND);
        PacedClients plain =
            new PacedClients(gateway.port(), SESSIONS, "CAPABILITY", EACH_PER_SECOND)) {
      asking.start();
      plain.start();
      pass(WARM_SECONDS);
      asking.take();
      plain.take();
      pass(PHASE_SECONDS);
      report("nothing beside", gateway, asking, plain);
      for (String runaway : List.of("loop", "sleep", "power", "power")) {
        double seconds = provoke(gateway.port(), runaway);
        System.out.printf(Locale.ROOT, "%s: its session ended after %.3f s%n", runaway, seconds);
        pass(PHASE_SECONDS - (long) seconds);
        report("beside and behind " + runaway, gateway, asking, plain);
      }
      pass(PHASE_SECONDS);
      report("after all", gateway, asking, plain);
    } finally {
      Files.delete(policy);
      Files.delete(folder);
    }
  }

  private static void report(
      String phase, ChildProcess gateway, PacedClients asking, PacedClients plain)
      throws IOException {
    System.out.println(phase + ":");
    print("  calls a function", asking);
    print("  calls none      ", plain);
    System.out.printf(
        Locale.ROOT,
        "  resident %d MiB, at most %d MiB; abandoned, sessions: %s; load %.1f%n",
        gateway.residentKib() / 1024,
        gateway.residentMaxKib() / 1024,
        gateway.ask("?"),
        java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static void print(String who, PacedClients clients) {
    PacedClients.Times times = clients.take();
    System.out.printf(
        Locale.ROOT,
        "%s %6d times, median %.2f ms, p99 %.2f ms, max %.0f ms, sessions ended %d%n",
        who,
        times.count(),
        times.median(),
        times.p99(),
        times.max(),
        clients.ended());
  }

  /** One session's command that never comes back; seconds until the session is over. */
  private static double provoke(int port, String runaway) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      in.readLine();
      say(socket, "a LOGIN joe secret\r\n");
      in.readLine();
      long began = System.nanoTime();
      say(socket, "b CREATE " + runaway + "\r\n");
      String line = in.readLine();
      while (line != null) {
        line = in.readLine();
      }
      return (System.nanoTime() - began) / 1e9;
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void pass(long seconds) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
