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
import java.util.List;
import java.util.Map;

/**
 * A gateway in a JVM of its own, so that its memory can be measured: the parent's half, and (as
 * {@link #main}) the child's, which says its port and then its figures at each line that it reads.
 */
final class GatewayProcess {
  /**
   * What the gateway's process takes, in octets.
   *
   * @param heap used after a full collection
   * @param direct buffers outside the heap that are taken from the system, in use or not
   * @param outgoing what waits for peers
   * @param sessions sessions that have a socket open
   */
  record Figures(long heap, long direct, long outgoing, long sessions) {}

  private GatewayProcess() {}

  /** Starts a gateway with those options of Java before a server on 127.0.0.1. */
  static ChildProcess start(int serverPort, Transport transport, List<String> options)
      throws IOException {
    return ChildProcess.start(
        GatewayProcess.class, options, Integer.toString(serverPort), transport.name());
  }

  static Figures figures(ChildProcess gateway) throws IOException {
    String[] parts = gateway.ask("figures").split(" ", -1);
    return new Figures(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Integer.parseInt(parts[3]));
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
