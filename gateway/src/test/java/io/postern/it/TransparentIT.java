package io.postern.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The transparent router between two hosts that don't know of it: a client connects to a server's
 * own address, the kernel hands the connection to Postern, and the server sees whom it shall see.
 */
@Timeout(180)
class TransparentIT {
  /** An IMAP server that says who has connected. */
  private static final String SERVER =
      """
      import socket, sys, threading

      def serve(connection, peer):
          print('peer', peer[0], flush=True)
          lines = connection.makefile('rb')
          connection.sendall(b'* OK [CAPABILITY IMAP4rev1] ready\\r\\n')
          for line in lines:
              tag, command = line.split()[:2]
              if command.upper() == b'CAPABILITY':
                  connection.sendall(b'* CAPABILITY IMAP4rev1\\r\\n')
              if command.upper() == b'LOGOUT':
                  connection.sendall(b'* BYE see you\\r\\n')
              connection.sendall(tag + b' OK done\\r\\n')
          connection.close()

      listener = socket.create_server((sys.argv[1], 143))
      print('listening', flush=True)
      while True:
          connection, peer = listener.accept()
          threading.Thread(target=serve, args=(connection, peer), daemon=True).start()
      """;

  /** A user's program: says what it was greeted with, and whether it could log in. */
  private static final String CLIENT =
      """
      import socket, sys

      connection = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=10)
      lines = connection.makefile('rb')
      greeting = lines.readline()
      print(greeting.decode().strip())
      if greeting.startswith(b'* OK'):
          for command in (b'a LOGIN alice secret', b'b NOOP', b'c LOGOUT'):
              connection.sendall(command + b'\\r\\n')
              answer = lines.readline()
              while answer and not answer.startswith(command[:2]):
                  answer = lines.readline()
              print(answer.decode().strip())
      """;

  private static final String CONFIGURATION =
      """
      version: 1
      control: none
      services:
        - name: transparent
          listen: 0.0.0.0:1143
          clear_text: allowed
          policy: ImapProxy
          router: { transparent: { source: @SOURCE@, allowed: [@ALLOWED@] } }
      """;

  private static final int STOP_SECONDS_MAX = 20;
  private static final int START_SECONDS_MAX = 60;

  @TempDir private static Path folder;

  private static Namespaces hosts;
  private static Process server;
  private static BufferedReader serverSays;

  @BeforeAll
  static void start() throws Exception {
    hosts = new Namespaces();
    Files.writeString(folder.resolve("server.py"), SERVER);
    Files.writeString(folder.resolve("client.py"), CLIENT);
    server =
        new ProcessBuilder(
                hosts.atServer(
                    "python3", folder.resolve("server.py").toString(), Namespaces.SERVER))
            .redirectErrorStream(true)
            .start();
    serverSays = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
    assertThat(serverSays.readLine()).isEqualTo("listening");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.destroyForcibly();
    }
    if (hosts != null) {
      hosts.close();
    }
  }

  @Test
  void theServerSeesTheClientsAddressIfItIsForged() throws Exception {
    try (Gateway gateway = new Gateway("forge", "10.77.2.0/24")) {
      assertThat(client(Namespaces.SERVER, 143))
          .containsExactly(
              "* OK [CAPABILITY IMAP4rev1] ready", "a OK done", "b OK done", "c OK done");
      assertThat(serverSays.readLine()).isEqualTo("peer " + Namespaces.CLIENT);
      assertThat(gateway.end())
          .contains("client_ip=" + Namespaces.CLIENT)
          .contains("server=" + Namespaces.SERVER + ":143")
          .contains("event=logged_in")
          .contains("user=alice");
    }
  }

  @Test
  void theServerSeesTheGatewaysAddressElse() throws Exception {
    try (Gateway gateway = new Gateway("own", "10.77.2.0/24")) {
      assertThat(client(Namespaces.SERVER, 143))
          .containsExactly(
              "* OK [CAPABILITY IMAP4rev1] ready", "a OK done", "b OK done", "c OK done");
      assertThat(serverSays.readLine()).isEqualTo("peer " + Namespaces.GATEWAY_TO_SERVER);
      assertThat(gateway.end())
          .contains("client_ip=" + Namespaces.CLIENT)
          .contains("server=" + Namespaces.SERVER + ":143");
    }
  }

  @Test
  void aServerInNoAllowedNetworkIsNotReached() throws Exception {
    try (Gateway gateway = new Gateway("own", "192.0.2.0/24")) {
      assertThat(client(Namespaces.SERVER, 143))
          .singleElement()
          .asString()
          .startsWith("* BYE [UNAVAILABLE]");
      assertThat(gateway.end())
          .contains("reason=\"the destination is in none of the router's networks\"");
    }
  }

  /** Else it would connect to itself until nothing is left. */
  @Test
  void aClientOfTheGatewaysOwnAddressIsRefused() throws Exception {
    try (Gateway gateway = new Gateway("own", "10.77.0.0/16")) {
      assertThat(client(Namespaces.GATEWAY_TO_CLIENT, 1143))
          .singleElement()
          .asString()
          .startsWith("* BYE [UNAVAILABLE]");
      assertThat(gateway.end()).contains("reason=\"the destination is the gateway itself\"");
    }
  }

  @Test
  void withoutThePrivilegeItDoesNotStart() throws Exception {
    String without = "-net_admin,-net_raw";
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set", without));
    command.addAll(List.of("--inh-caps", without, "--ambient-caps", "-all", "--"));
    command.addAll(Gateway.command(configuration("own", "10.77.2.0/24")));
    Process process =
        new ProcessBuilder(hosts.atGateway(command.toArray(String[]::new)))
            .redirectErrorStream(true)
            // Ending a process closes its streams.
            .redirectOutput(folder.resolve("refused").toFile())
            .start();
    boolean ended = process.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(folder.resolve("refused"));
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(77);
    assertThat(said).contains("a transparent router needs CAP_NET_ADMIN or CAP_NET_RAW");
  }

  private static List<String> client(String host, int port) throws Exception {
    return Namespaces.run(
            hosts.atClient(
                "python3", folder.resolve("client.py").toString(), host, Integer.toString(port)))
        .lines()
        .toList();
  }

  private static Path configuration(String source, String allowed) throws IOException {
    return Files.writeString(
        folder.resolve("postern.yaml"),
        CONFIGURATION.replace("@SOURCE@", source).replace("@ALLOWED@", allowed));
  }

  /** {@code postern run} on the host in the middle. */
  private static final class Gateway implements AutoCloseable {
    private final Process process;
    private final Path log = folder.resolve("log");

    Gateway(String source, String allowed) throws IOException {
      List<String> command = command(configuration(source, allowed));
      process =
          new ProcessBuilder(hosts.atGateway(command.toArray(String[]::new)))
              .redirectOutput(log.toFile())
              .start();
      BufferedReader messages =
          new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
      StringBuilder said = new StringBuilder();
      for (String line = messages.readLine(); line != null; line = messages.readLine()) {
        if (line.contains(", server transparent,")) {
          return;
        }
        said.append(line).append('\n');
      }
      throw new AssertionError("postern run ended:\n" + said);
    }

    static List<String> command(Path configuration) {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-cp",
          System.getProperty("java.class.path"),
          "io.postern.cli.Main",
          "run",
          "-c",
          configuration.toString());
    }

    /** Ends it in order, and returns its log. */
    String end() throws IOException, InterruptedException {
      process.destroy();
      assertThat(process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      return Files.readString(log);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
