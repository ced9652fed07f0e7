package io.postern.benchmarks;

import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.net.Statistics;
import io.postern.net.Transport;
import io.postern.service.Address;
import io.postern.service.Service;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A gateway with two loops and a policy file, in a process of its own. */
final class FunctionGatewayProcess {
  private static final int LOOPS = 2;

  private FunctionGatewayProcess() {}

  /** The child: the server's port and the policy's file. Ends with its input. */
  public static void main(String[] args) throws Exception {
    Service service =
        Service.of(
            "bench",
            List.of(new Address("127.0.0.1", 0)),
            new Address("127.0.0.1", Integer.parseInt(args[0])),
            PolicyFile.load(Path.of(args[1])));
    GatewaySettings best = GatewaySettings.best();
    GatewaySettings settings =
        new GatewaySettings(
            Transport.best(), LOOPS, best.heldOctetsMax(), best.outgoingOctetsMax());
    BufferedReader asks =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try (Gateway gateway = new Gateway(List.of(service), (session, event) -> {}, settings)) {
      gateway.start();
      System.out.println(gateway.listening().getFirst().address().port());
      while (asks.readLine() != null) {
        Statistics now = gateway.statistics();
        System.out.println(now.policyThreadsAbandoned() + " " + now.sessions());
      }
    }
  }
}
