package io.postern.benchmarks;

import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.net.Statistics;
import io.postern.net.Transport;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.service.Address;
import io.postern.service.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A gateway in a JVM of its own, so that its memory can be measured: the parent's half, and (as
 * {@link #main}) the child's, which says its port and then its figures at each line that it reads.
 */
final class GatewayProcess implements AutoCloseable {
  /**
   * What the gateway's process takes, in octets.
   *
   * @param heap used after a full collection
   * @param direct buffers outside the heap that are taken from the system, in use or not
   * @param outgoing what waits for peers
   * @param sessions sessions that have a socket open
   */
  record Figures(long heap, long direct, long outgoing, long sessions) {}

  private final Process process;
  private final BufferedReader says;
  private final int port;

  private GatewayProcess(Process process) throws IOException {
    this.process = process;
    this.says = process.inputReader(StandardCharsets.US_ASCII);
    this.port = Integer.parseInt(says.readLine());
  }

  /** Starts a gateway with those options of Java before a server on 127.0.0.1. */
  static GatewayProcess start(int serverPort, Transport transport, List<String> options)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            GatewayProcess.class.getName(),
            Integer.toString(serverPort),
            transport.name()));
    return new GatewayProcess(
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  int port() {
    return port;
  }

  Figures figures() throws IOException {
    process.outputWriter(StandardCharsets.US_ASCII).append("figures\n").flush();
    String[] parts = says.readLine().split(" ");
    return new Figures(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]));
  }

  /** Processor time since the start, compiler and all. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().map(time -> time.toMillis() / 1000.0).orElse(0.0);
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

  /** The child: the server's port and the transport's name. Ends with its input. */
  public static void main(String[] args) throws Exception {
    Address server = new Address("127.0.0.1", Integer.parseInt(args[0]));
    Policy policy = Policy.compile(PolicyTables.of(ImapProxy::new, Map.of()));
    Service service = Service.of("memory", List.of(new Address("127.0.0.1", 0)), server, policy);
    GatewaySettings best = GatewaySettings.best();
    GatewaySettings settings =
        new GatewaySettings(
            Transport.valueOf(args[1]),
            best.loops(),
            best.heldOctetsMax(),
            best.outgoingOctetsMax());
    BufferedReader asks =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try (Gateway gateway = new Gateway(List.of(service), (session, event) -> {}, settings)) {
      gateway.start();
      System.out.println(gateway.listening().getFirst().address().port());
      while (asks.readLine() != null) {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long direct =
            ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        Statistics now = gateway.statistics();
        System.out.println(heap + " " + direct + " " + now.outgoingOctets() + " " + now.sessions());
      }
    }
  }
}
