package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.ImapProxy;
import io.postern.service.Address;
import io.postern.service.Router;
import io.postern.service.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A router by login name, over sockets: who comes to which server, and who to none. */
@Timeout(60)
class LoginRoutingTest {
  private static final String GREETING =
      "* OK [CAPABILITY IMAP4rev1 LITERAL+ SASL-IR ID AUTH=PLAIN] Ready";

  private final List<AutoCloseable> open = new ArrayList<>();
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    Address a = server("a");
    Address b = server("b");
    Service service =
        Service.of("test", List.of(new Address("127.0.0.1", 0)), a, Loopback.policy(ImapProxy::new))
            .withRouter(
                new Router.ByLogin(
                    Map.of("root", b, "gone", unused()),
                    Map.of("a.example", a, "b.example", b),
                    Optional.empty()));
    gateway =
        new Gateway(
            List.of(service),
            (session, event) -> {},
            GatewaySettings.best().with(Transport.best(), 1));
    open.add(gateway);
    gateway.start();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void eachLoginComesToItsServer() throws Exception {
    assertThat(login("LOGIN alice@a.example secret")).containsExactly("x OK a is yours");
    assertThat(login("LOGIN bob@B.Example secret")).containsExactly("x OK b is yours");
    assertThat(login("LOGIN root secret")).containsExactly("x OK b is yours");
    // NUL alice@a.example NUL secret
    assertThat(login("AUTHENTICATE PLAIN AGFsaWNlQGEuZXhhbXBsZQBzZWNyZXQ="))
        .containsExactly("x OK a is yours");
  }

  @Test
  void aNameWithoutAServerSoundsLikeAWrongPassword() throws Exception {
    assertThat(login("LOGIN eve@c.example secret"))
        .containsExactly("x NO [AUTHENTICATIONFAILED] Authentication failed");
    assertThat(login("LOGIN eve secret"))
        .containsExactly("x NO [AUTHENTICATIONFAILED] Authentication failed");
  }

  @Test
  void aServerThatIsGoneIsToldUnderTheLoginsTag() throws Exception {
    assertThat(login("LOGIN gone secret"))
        .containsExactly("x NO [UNAVAILABLE] Server is not reachable");
  }

  @Test
  void afterARefusedLoginTheSessionEnds() throws Exception {
    try (Socket client = client()) {
      BufferedReader in = reader(client);
      assertThat(in.readLine()).isEqualTo(GREETING);
      client.getOutputStream().write("x LOGIN alice@a.example wrong\r\n".getBytes(US_ASCII));
      assertThat(in.readLine()).isEqualTo("x NO not yours");
      assertThat(in.readLine()).isEqualTo("* BYE Login failed");
      assertThat(in.readLine()).isNull();
    }
  }

  /** The lines that answer a command. */
  private List<String> login(String command) throws IOException {
    try (Socket client = client()) {
      BufferedReader in = reader(client);
      assertThat(in.readLine()).isEqualTo(GREETING);
      client.getOutputStream().write(("x " + command + "\r\n").getBytes(US_ASCII));
      return List.of(in.readLine());
    }
  }

  private Socket client() throws IOException {
    return new Socket(
        InetAddress.ofLiteral("127.0.0.1"), gateway.listening().getFirst().address().port());
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  private static Address unused() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      return new Address("127.0.0.1", free.getLocalPort());
    }
  }

  /** Takes any login whose line doesn't say "wrong". */
  private Address server(String name) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    open.add(server);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  Socket one = server.accept();
                  open.add(one);
                  Thread.ofVirtual().start(() -> talk(one, name));
                }
              } catch (IOException over) {
                // The test has ended.
                return;
              }
            });
    return new Address("127.0.0.1", server.getLocalPort());
  }

  private static void talk(Socket one, String name) {
    try {
      BufferedReader in = reader(one);
      say(one, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] " + name);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String tag = line.substring(0, line.indexOf(' '));
        say(one, tag + (line.contains("wrong") ? " NO not yours" : " OK " + name + " is yours"));
      }
    } catch (IOException over) {
      // The gateway has closed the session.
      return;
    }
  }

  private static void say(Socket one, String line) throws IOException {
    one.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
  }
}
