package io.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.service.Network;
import io.postern.service.Originating;
import io.postern.service.ProxyProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's true address through haproxy and the gateway, in Dovecot's own log. */
class OriginatingIT {
  private static final String CLIENT = "127.0.0.7";
  private static final int TRIES_MAX = 200;
  private static final int TRY_MILLIS = 50;

  @TempDir private Path folder;

  @Test
  void haproxyInFrontAndTheIdToDovecot() throws Exception {
    comesThrough(
        "OriginatingIT-id",
        "login_trusted_networks = 127.0.0.1\n",
        0,
        ProxyProtocol.Out.NONE,
        new Originating(true, List.of(), 5));
  }

  @Test
  void haproxyInFrontAndAHeaderToDovecot() throws Exception {
    for (ProxyProtocol.Out out : List.of(ProxyProtocol.Out.V1, ProxyProtocol.Out.V2)) {
      int port = freePort();
      comesThrough(
          "OriginatingIT-" + out,
          """
          haproxy_trusted_networks = 127.0.0.1
          service imap-login {
            inet_listener imap-proxied {
              port = %d
              haproxy = yes
            }
          }
          """
              .formatted(port),
          port,
          out,
          Originating.NONE);
    }
  }

  /** {@code dovecotPort}: 0 for the listener that expects no header. */
  private void comesThrough(
      String name,
      String dovecotSettings,
      int dovecotPort,
      ProxyProtocol.Out out,
      Originating originating)
      throws Exception {
    try (DovecotServer dovecot = DovecotServer.start(name, dovecotSettings);
        GatewayUnderTest gateway =
            GatewayUnderTest.start(
                dovecotPort == 0 ? dovecot.port() : dovecotPort,
                service ->
                    service
                        .withProxy(
                            new ProxyProtocol(
                                ProxyProtocol.In.REQUIRED,
                                List.of(Network.parse("127.0.0.1")),
                                out))
                        .withOriginating(originating))) {
      int port = freePort();
      Process haproxy = haproxy(port, gateway.port());
      try {
        login(port);
      } finally {
        haproxy.destroy();
        if (!haproxy.waitFor(10, TimeUnit.SECONDS)) {
          haproxy.destroyForcibly();
        }
      }
      assertThat(awaitLogin(dovecot.log())).contains("rip=" + CLIENT + ",");
    }
  }

  private Process haproxy(int port, int gateway) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("haproxy-" + port + ".cfg"),
            """
            defaults
              mode tcp
              timeout connect 5s
              timeout client 60s
              timeout server 60s
            listen imap
              bind 127.0.0.1:%d
              server gw 127.0.0.1:%d send-proxy-v2 check check-send-proxy inter 500ms
            """
                .formatted(port, gateway));
    return new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", configuration.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("haproxy-" + port + ".log").toFile())
        .start();
  }

  private static void login(int port) throws IOException {
    try (Socket client = connect(port)) {
      client.setSoTimeout(30_000);
      client
          .getOutputStream()
          .write(
              ("a1 ID (\"x-originating-ip\" \"10.9.8.7\" \"name\" \"forger\")\r\n"
                      + "a2 LOGIN origin "
                      + DovecotServer.PASSWORD
                      + "\r\na3 LOGOUT\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String heard =
          new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(heard).contains("a1 OK", "a2 OK", "a3 OK");
    }
  }

  /** From an address of its own; haproxy listens a moment after its start. */
  private static Socket connect(int port) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        InetAddress from = InetAddress.ofLiteral(CLIENT);
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), port, from, 0);
      } catch (IOException notYet) {
        if (tries == TRIES_MAX) {
          throw notYet;
        }
        pause();
      }
    }
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TRY_MILLIS));
  }

  private static String awaitLogin(Path log) throws IOException {
    for (int tries = 1; ; tries++) {
      List<String> logins =
          Files.readAllLines(log).stream()
              .filter(line -> line.contains("Login: user=<origin>"))
              .toList();
      if (!logins.isEmpty()) {
        return logins.getFirst();
      }
      assertThat(tries).as(Files.readString(log)).isLessThan(TRIES_MAX);
      pause();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
