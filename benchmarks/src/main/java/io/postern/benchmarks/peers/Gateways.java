package io.postern.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Postern itself, started by its launcher as its users do. */
public final class Gateways {
  private final Path launcher;
  private final Map<String, String> environment;

  /** {@code javaOptions} are more options for Java, or an empty text. */
  public Gateways(Path launcher, String javaOptions) {
    this.launcher = launcher;
    this.environment = Map.of("POSTERN_JAVA_OPTS", javaOptions);
  }

  /** A gateway with full inspection by that policy, an entry of {@code policy:}. */
  public Peer start(Behind behind, String name, String policy) throws IOException {
    int port = Peer.freePort();
    int tlsPort = Peer.freePort();
    Path file = behind.folder().resolve(name.replace(' ', '-') + ".yaml");
    Files.writeString(
        file,
        """
        version: 1
        services:
          - name: plain
            listen: 127.0.0.1:%d
            server: 127.0.0.1:%d
            policy: %s
          - name: tls
            listen: 127.0.0.1:%d
            server: 127.0.0.1:%2$d
            policy: %3$s
            tls:
              client: implicit
              certificates: [{ chain: %s, key: %s }]
        """
            .formatted(port, behind.imap(), policy, tlsPort, behind.chain(), behind.key()));
    return Peer.start(
        name,
        behind.folder(),
        List.of(launcher.toString(), "run", "--control", "none", "--config", file.toString()),
        environment,
        port,
        tlsPort);
  }
}
