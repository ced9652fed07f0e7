package io.postern.net;

import static io.postern.net.Loopback.hearClose;
import static io.postern.net.Loopback.hearEnd;
import static io.postern.net.Loopback.line;
import static io.postern.net.Loopback.reset;
import static io.postern.net.Loopback.say;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.service.Address;
import io.postern.service.Router;
import io.postern.service.Service;
import io.postern.service.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real sessions between real sockets. */
class SessionRelayTest {
  private static final String GREETING = "* OK [CAPABILITY IMAP4rev1] ready\r\n";

  /** How far a session has come. */
  enum Stage {
    CONNECTED,
    GREETED,
    LOGGED_IN,
    COMMAND_PENDING,
    IN_LITERAL
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aMessageIsFetched(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Socket client = loop.client();
      Socket server = loop.server();
      bring(Stage.LOGGED_IN, client, server);
      say(client, "a2 SELECT INBOX\r\n");
      String select = tag(line(server), " SELECT INBOX\r\n");
      say(server, "* 1 EXISTS\r\n" + select + " OK [READ-WRITE] done\r\n");
      assertThat(line(client)).isEqualTo("* 1 EXISTS\r\n");
      assertThat(line(client)).isEqualTo("a2 OK [READ-WRITE] done\r\n");
      say(client, "a3 FETCH 1 BODY[]\r\n");
      String fetch = tag(line(server), " FETCH 1 BODY[]\r\n");
      byte[] message = new byte[3_000_000];
      for (int i = 0; i < message.length; i++) {
        message[i] = (byte) (i * 7 + (i >> 9));
      }
      Thread sending =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      say(server, "* 1 FETCH (BODY[] {" + message.length + "}\r\n");
                      server.getOutputStream().write(message);
                      say(server, ")\r\n" + fetch + " OK done\r\n");
                    } catch (IOException closed) {
                      throw new AssertionError(closed);
                    }
                  });
      assertThat(line(client)).isEqualTo("* 1 FETCH (BODY[] {3000000}\r\n");
      assertThat(client.getInputStream().readNBytes(message.length)).isEqualTo(message);
      assertThat(line(client)).isEqualTo(")\r\n");
      assertThat(line(client)).isEqualTo("a3 OK done\r\n");
      sending.join();
      say(client, "a4 LOGOUT\r\n");
      String logout = tag(line(server), " LOGOUT\r\n");
      say(server, "* BYE see you\r\n" + logout + " OK bye\r\n");
      server.shutdownOutput();
      assertThat(line(client)).startsWith("* BYE");
      assertThat(line(client)).startsWith("a4 OK");
      hearEnd(client);
      hearEnd(server);
      assertThat(loop.event(Event.SessionFinished.class).cause()).isEqualTo(Event.Cause.LOGOUT);
      client.close();
      server.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theUserIsKnownAfterLogin(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Socket client = loop.client();
      Socket server = loop.server();
      bring(Stage.LOGGED_IN, client, server);
      client.close();
      while (true) {
        Loopback.Told told = loop.events.take();
        if (told.event() instanceof Event.SessionFinished) {
          assertThat(told.session().user()).contains("joe");
          assertThat(told.session().clientIp()).isEqualTo("127.0.0.1");
          assertThat(told.session().service()).isEqualTo("test");
          break;
        }
      }
      server.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void aClientThatEndsLeavesNothingBehind(Stage stage) throws Exception {
    ends(stage, (client, server) -> client.shutdownOutput(), false);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void aClientThatIsResetLeavesNothingBehind(Stage stage) throws Exception {
    ends(stage, (client, server) -> reset(client), true);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void aServerThatEndsLeavesNothingBehind(Stage stage) throws Exception {
    ends(stage, (client, server) -> server.shutdownOutput(), true);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void aServerThatIsResetLeavesNothingBehind(Stage stage) throws Exception {
    ends(stage, (client, server) -> reset(server), true);
  }

  private interface Ending {
    void by(Socket client, Socket server) throws IOException;
  }

  /**
   * @param atOnce whether the session ends though the other peer does nothing
   */
  private static void ends(Stage stage, Ending ending, boolean atOnce) throws Exception {
    for (Transport transport : Loopback.transports()) {
      try (Loopback loop = Loopback.real(transport, service -> service)) {
        Socket client = loop.client();
        Socket server = loop.server();
        bring(stage, client, server);
        ending.by(client, server);
        if (!atOnce) {
          // What the client completed is still answered; the server is not heard any more.
          server.shutdownOutput();
        }
        if (!client.isClosed()) {
          hearClose(client);
        }
        if (!server.isClosed()) {
          hearClose(server);
        }
        loop.event(Event.SessionFinished.class);
        client.close();
        server.close();
        loop.awaitNoSession();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void anUnreachableServerIsAByeAsGreeting(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      loop.listener.close();
      Socket client = loop.client();
      assertThat(line(client)).startsWith("* BYE [UNAVAILABLE] ").endsWith("\r\n");
      hearEnd(client);
      assertThat(loop.event(Event.ServerUnreachable.class).why()).isEqualTo("connection refused");
      assertThat(loop.event(Event.SessionFinished.class).cause())
          .isEqualTo(Event.Cause.SERVER_UNREACHABLE);
      client.close();
      loop.awaitNoSession();
    }
  }

  /** Its backlog is full, so the system drops our SYN: the connection hangs. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatDoesNotAnswerIsGivenUp(Transport transport) throws Exception {
    try (java.net.ServerSocket deaf =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      List<Socket> crowd = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        crowd.add(new Socket(deaf.getInetAddress(), deaf.getLocalPort()));
      }
      UnaryOperator<Service> changes =
          service ->
              service
                  .draft()
                  .router(
                      new Router.Directed(List.of(new Address("127.0.0.1", deaf.getLocalPort()))))
                  .timeouts(Timeouts.DEFAULT.withConnect(Duration.ofMillis(200)))
                  .service();
      try (Loopback loop = Loopback.real(transport, changes)) {
        Socket client = loop.client();
        assertThat(line(client)).startsWith("* BYE [UNAVAILABLE] ");
        assertThat(loop.event(Event.ServerUnreachable.class).why()).isEqualTo("timed out");
        client.close();
        loop.awaitNoSession();
      }
      for (Socket one : crowd) {
        one.close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void whoDoesNotLogInInTimeIsToldBye(Transport transport) throws Exception {
    try (Loopback loop =
        Loopback.real(
            transport,
            service ->
                service.withTimeouts(Timeouts.DEFAULT.withBeforeLogin(Duration.ofMillis(150))))) {
      Socket client = loop.client();
      Socket server = loop.server();
      bring(Stage.GREETED, client, server);
      assertThat(line(client)).startsWith("* BYE");
      hearEnd(client);
      hearEnd(server);
      assertThat(loop.event(Event.SessionFinished.class).cause()).isEqualTo(Event.Cause.TIMEOUT);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void manySessionsAtOnceEachKeepTheirOwn(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      int many = 100;
      List<Socket> clients = new ArrayList<>();
      List<Socket> servers = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        clients.add(loop.client());
        servers.add(loop.server());
        bring(Stage.LOGGED_IN, clients.get(i), servers.get(i));
      }
      assertThat(loop.gateway.statistics().sessions()).isEqualTo(many);
      for (int i = 0; i < many; i++) {
        say(clients.get(i), "n" + i + " NOOP\r\n");
      }
      for (int i = 0; i < many; i++) {
        say(servers.get(i), tag(line(servers.get(i)), " NOOP\r\n") + " OK noop " + i + "\r\n");
      }
      for (int i = 0; i < many; i++) {
        assertThat(line(clients.get(i))).isEqualTo("n" + i + " OK noop " + i + "\r\n");
      }
      for (int i = 0; i < many; i++) {
        clients.get(i).close();
        hearEnd(servers.get(i));
        servers.get(i).close();
      }
      loop.awaitNoSession();
      assertThat(loop.gateway.statistics().sessionsTotal()).isEqualTo(many);
      assertThat(loop.gateway.statistics().internalErrorsTotal()).isZero();
    }
  }

  /** Brings a fresh session so far. */
  private static void bring(Stage stage, Socket client, Socket server) throws IOException {
    if (stage == Stage.CONNECTED) {
      return;
    }
    say(server, GREETING);
    assertThat(line(client)).startsWith("* OK ");
    if (stage == Stage.GREETED) {
      return;
    }
    say(client, "a1 LOGIN joe pass\r\n");
    String login = line(server);
    assertThat(login).contains(" LOGIN ");
    say(server, login.substring(0, login.indexOf(' ')) + " OK in\r\n");
    assertThat(line(client)).startsWith("a1 OK");
    if (stage == Stage.LOGGED_IN) {
      return;
    }
    if (stage == Stage.COMMAND_PENDING) {
      say(client, "a2 NOOP\r\n");
      tag(line(server), " NOOP\r\n");
      return;
    }
    say(client, "s1 SELECT INBOX\r\n");
    say(server, tag(line(server), " SELECT INBOX\r\n") + " OK done\r\n");
    line(client);
    say(client, "a2 FETCH 1 BODY[]\r\n");
    tag(line(server), " FETCH 1 BODY[]\r\n");
    say(server, "* 1 FETCH (BODY[] {100}\r\nbegin");
    assertThat(line(client)).isEqualTo("* 1 FETCH (BODY[] {100}\r\n");
    InputStream in = client.getInputStream();
    assertThat(new String(in.readNBytes(5), US_ASCII)).isEqualTo("begin");
  }

  /** The gateway's own tag before that rest of a command. */
  private static String tag(String line, String rest) {
    assertThat(line).endsWith(rest);
    return line.substring(0, line.length() - rest.length());
  }
}
