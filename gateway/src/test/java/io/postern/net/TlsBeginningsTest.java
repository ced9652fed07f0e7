package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.audit.Event;
import io.postern.policy.ImapProxy;
import io.postern.service.Address;
import io.postern.service.CertificateFiles;
import io.postern.service.ClientTls;
import io.postern.service.NamePattern;
import io.postern.service.Network;
import io.postern.service.Plan;
import io.postern.service.ProxyProtocol;
import io.postern.service.Rule;
import io.postern.service.ServerTls;
import io.postern.service.Service;
import io.postern.service.Tls;
import io.postern.service.Zones;
import io.postern.tls.Pki;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes before TLS with a client stands: a PROXY header, and rules that need its name. */
@Timeout(60)
class TlsBeginningsTest {
  @TempDir static Path folder;
  private static Pki pki;
  private static Pki.Pair pair;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final BlockingQueue<Loopback.Told> events = new LinkedBlockingQueue<>();

  @BeforeAll
  static void certificates() {
    pki = Pki.in(folder);
    pair = pki.signed("both", "DNS:a.example,DNS:b.example");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void theNameThatAClientAsksForChoosesItsService() throws Exception {
    int port = freePort();
    gateway(
        Plan.of(
            List.of(service("a", port), service("b", port)),
            Zones.NONE,
            List.of(
                Rule.all("r:1", "a").withNames(new NamePattern("a.example")),
                Rule.all("r:2", "b").withNames(new NamePattern("b.example")))));
    assertThat(greeting(tls(new Socket(InetAddress.ofLiteral("127.0.0.1"), port), "a.example")))
        .startsWith("* OK a ");
    assertThat(greeting(tls(new Socket(InetAddress.ofLiteral("127.0.0.1"), port), "b.example")))
        .startsWith("* OK b ");
  }

  @Test
  void aNameThatNoRuleTakesAndNoNameAtAllAreDenied() throws Exception {
    int port = freePort();
    gateway(
        Plan.of(
            List.of(service("a", port), service("b", port)),
            Zones.NONE,
            List.of(
                Rule.all("r:1", "a").withNames(new NamePattern("a.example")),
                Rule.all("r:2", "b").withNames(new NamePattern("b.example")))));
    for (String name : List.of("c.example", "")) {
      SSLSocket socket =
          Peers.anyServer(new Socket(InetAddress.ofLiteral("127.0.0.1"), port), name);
      open.add(socket);
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
    Socket clear = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    open.add(clear);
    clear.getOutputStream().write("a1 NOOP\r\n".getBytes(US_ASCII));
    assertThat(clear.getInputStream().read()).isNegative();
    for (int i = 0; i < 3; i++) {
      assertThat(events.take().event())
          .isEqualTo(new Event.RuleDenied("127.0.0.1:" + port, "default"));
    }
  }

  @Test
  void aHeaderAndTheFirstMessageOfTlsMayComeInOnePiece() throws Exception {
    int port = freePort();
    gateway(
        Plan.of(
            List.of(
                service("a", port)
                    .withProxy(
                        new ProxyProtocol(
                            ProxyProtocol.In.REQUIRED,
                            List.of(Network.parse("127.0.0.0/8")),
                            ProxyProtocol.Out.NONE)))));
    Socket behind = new Prefixed("127.0.0.1", port, "PROXY TCP4 192.0.2.7 192.0.2.1 4711 993\r\n");
    assertThat(greeting(tls(behind, "a.example"))).startsWith("* OK a ");
    assertThat(events.take().session().clientIp()).isEqualTo("192.0.2.7");
  }

  @Test
  void aHeaderIsReadBeforeTheNameIs() throws Exception {
    int port = freePort();
    ProxyProtocol proxy =
        new ProxyProtocol(
            ProxyProtocol.In.REQUIRED,
            List.of(Network.parse("127.0.0.0/8")),
            ProxyProtocol.Out.NONE);
    gateway(
        Plan.of(
            List.of(service("a", port).withProxy(proxy), service("b", port).withProxy(proxy)),
            Zones.NONE,
            List.of(
                Rule.all("r:1", "a").withNames(new NamePattern("a.example")),
                Rule.all("r:2", "b").withNames(new NamePattern("b.example")))));
    Socket behind = new Prefixed("127.0.0.1", port, "PROXY TCP4 192.0.2.7 192.0.2.1 4711 993\r\n");
    assertThat(greeting(tls(behind, "b.example"))).startsWith("* OK b ");
  }

  /** Its first octets leave together with a text before them. */
  private static final class Prefixed extends Socket {
    private byte[] prefix;

    Prefixed(String host, int port, String prefix) throws IOException {
      super(host, port);
      this.prefix = prefix.getBytes(US_ASCII);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream out = super.getOutputStream();
      return new OutputStream() {
        @Override
        public void write(int octet) throws IOException {
          write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
          byte[] both = new byte[prefix.length + length];
          System.arraycopy(prefix, 0, both, 0, prefix.length);
          System.arraycopy(octets, offset, both, prefix.length, length);
          prefix = new byte[0];
          out.write(both);
        }
      };
    }
  }

  private SSLSocket tls(Socket socket, String name) throws Exception {
    SSLSocket tls = Peers.client(socket, pki.authority(), name);
    open.add(tls);
    return tls;
  }

  private static String greeting(SSLSocket client) throws IOException {
    return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).readLine();
  }

  private void gateway(Plan plan) throws Exception {
    Gateway gateway =
        new Gateway(
            plan,
            (session, event) -> events.add(new Loopback.Told(session, event)),
            GatewaySettings.best().with(Transport.best(), 1));
    open.add(gateway);
    gateway.start();
  }

  /** A service on that port with TLS, and a server that greets by its name. */
  private Service service(String name, int port) throws Exception {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    open.add(server);
    Thread.ofVirtual().start(() -> greet(server, name));
    ClientTls tls =
        new ClientTls(
            ClientTls.Mode.IMPLICIT,
            List.of(new CertificateFiles(pair.chain(), pair.key(), Optional.empty(), List.of())),
            ClientTls.Demand.NONE,
            Optional.empty());
    return Service.of(
            name,
            List.of(new Address("127.0.0.1", port)),
            new Address("127.0.0.1", server.getLocalPort()),
            Loopback.policy(ImapProxy::new))
        .withTls(new Tls(tls, ServerTls.NONE));
  }

  private void greet(ServerSocket server, String name) {
    try {
      while (true) {
        Socket one = server.accept();
        open.add(one);
        one.getOutputStream().write(("* OK " + name + " ready\r\n").getBytes(US_ASCII));
      }
    } catch (IOException over) {
      // The test has ended.
      return;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }
}
