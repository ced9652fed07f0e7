package io.postern.net;

import static io.postern.net.Loopback.hearClose;
import static io.postern.net.Loopback.hearEnd;
import static io.postern.net.Loopback.line;
import static io.postern.net.Loopback.reset;
import static io.postern.net.Loopback.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.service.Address;
import io.postern.service.Chainer;
import io.postern.service.Router;
import io.postern.service.Service;
import io.postern.service.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which server a session gets where several could be, and what its client hears of the others. */
class ServerSearchTest {
  private static final String GREETING = "* OK [CAPABILITY IMAP4rev1] ready\r\n";
  private static final Duration SOON = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(60);

  private ServerSocket other;
  private Socket held;

  @BeforeEach
  void listen() throws IOException {
    other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    other.setSoTimeout(Loopback.PATIENCE_MILLIS);
  }

  @AfterEach
  void close() throws IOException {
    other.close();
    if (held != null) {
      held.close();
    }
  }

  /** The service's own server first, then the other one. */
  private UnaryOperator<Service> both(Chainer chainer) {
    return service ->
        service
            .withRouter(
                new Router.Directed(
                    List.of(
                        service.router().servers().getFirst(),
                        new Address("127.0.0.1", other.getLocalPort()))))
            .withChainer(chainer);
  }

  private static Chainer failover(Duration greeting, Duration setAside) {
    return new Chainer(Chainer.Choice.FAILOVER, greeting, setAside);
  }

  private Socket accepted() throws IOException {
    held = other.accept();
    held.setSoTimeout(Loopback.PATIENCE_MILLIS);
    return held;
  }

  /** The session works, and the client has heard of one server only. */
  private static void served(Socket client, Socket server) throws IOException {
    assertThat(line(client)).startsWith("* OK");
    say(client, "a NOOP\r\n");
    assertThat(line(server)).contains("NOOP");
  }

  private static String address(ServerSocket of) {
    return "127.0.0.1:" + of.getLocalPort();
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatRefusesIsNotHeardOf(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(LONG, LONG)))) {
      loop.listener.close();
      Socket client = loop.client();
      Socket second = accepted();
      say(second, GREETING);
      served(client, second);
      Event.ServerSetAside aside = loop.event(Event.ServerSetAside.class);
      assertThat(aside.server()).isEqualTo(address(loop.listener));
      assertThat(aside.why()).isEqualTo("connection refused");
      assertThat(loop.gateway.servers())
          .filteredOn(server -> server.state() == ServerStatus.State.ASIDE)
          .extracting(server -> server.address().toString())
          .containsExactly(address(loop.listener));
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatAcceptsAndSaysNothingIsNotHeardOf(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(SOON, LONG)))) {
      Socket client = loop.client();
      Socket first = loop.server();
      Socket second = accepted();
      say(second, GREETING);
      served(client, second);
      hearClose(first);
      assertThat(loop.event(Event.ServerSetAside.class).why())
          .isEqualTo("connected, and sent no greeting");
    }
  }

  /** Half a line isn't a greeting, however long the rest is waited for. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatStopsInItsGreetingIsNotHeardOf(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(SOON, LONG)))) {
      Socket client = loop.client();
      say(loop.server(), "* OK [CAPA");
      Socket second = accepted();
      say(second, GREETING);
      served(client, second);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatHangsUpIsNotHeardOf(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(LONG, LONG)))) {
      Socket client = loop.client();
      loop.server().close();
      Socket second = accepted();
      say(second, GREETING);
      served(client, second);
      assertThat(loop.event(Event.ServerSetAside.class).why())
          .isEqualTo("closed without a greeting");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatIsNoneIsNotHeardOf(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(LONG, LONG)))) {
      Socket client = loop.client();
      Socket first = loop.server();
      say(first, "220 mail ESMTP\r\n");
      Socket second = accepted();
      say(second, GREETING);
      served(client, second);
      hearClose(first);
      assertThat(loop.event(Event.ServerSetAside.class).why()).isEqualTo("sent no IMAP greeting");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatSaysByeIsNotHeardOf(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(LONG, LONG)))) {
      Socket client = loop.client();
      say(loop.server(), "* BYE busy\r\n");
      Socket second = accepted();
      say(second, GREETING);
      served(client, second);
      assertThat(loop.event(Event.ServerSetAside.class).why()).isEqualTo("greeted with BYE");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theLastServersByeIsHandedOn(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Socket client = loop.client();
      say(loop.server(), "* BYE busy\r\n");
      assertThat(line(client)).startsWith("* BYE");
      hearEnd(client);
    }
  }

  /** What comes in pieces reaches the session whole. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aGreetingInPiecesIsHandedOnWhole(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Socket client = loop.client();
      Socket server = loop.server();
      for (int i = 0; i < GREETING.length(); i++) {
        say(server, GREETING.substring(i, i + 1));
      }
      served(client, server);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void whereNoneIsLeftTheClientIsTold(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(LONG, LONG)))) {
      loop.listener.close();
      other.close();
      Socket client = loop.client();
      assertThat(line(client)).startsWith("* BYE [UNAVAILABLE]");
      hearEnd(client);
      assertThat(loop.event(Event.ServerUnreachable.class).why())
          .isEqualTo("all of 2 servers, the last: connection refused");
    }
  }

  /** The tries together are shorter than the time until login. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theSearchEndsBeforeTheTimeUntilLogin(Transport transport) throws Exception {
    Timeouts times = Timeouts.DEFAULT.withBeforeLogin(Duration.ofMillis(400));
    UnaryOperator<Service> changes =
        service -> both(failover(LONG, LONG)).apply(service).withTimeouts(times);
    try (Loopback loop = Loopback.real(transport, changes)) {
      Socket client = loop.client();
      hearClose(loop.server());
      assertThat(line(client)).startsWith("* BYE [UNAVAILABLE]");
      hearEnd(client);
    }
  }

  /**
   * Epoll tells of a reset although nobody reads; the other transport's search ends by its time.
   */
  @Test
  void aClientThatGoesEndsTheSearch() throws Exception {
    try (Loopback loop = Loopback.real(Transport.best(), both(failover(LONG, LONG)))) {
      Socket client = loop.client();
      Socket first = loop.server();
      reset(client);
      hearClose(first);
      loop.awaitNoSession();
      assertThat(loop.gateway.servers()).extracting(ServerStatus::sessions).containsOnly(0);
      assertThat(loop.gateway.servers())
          .extracting(ServerStatus::state)
          .containsOnly(ServerStatus.State.UP);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatIsKilledInMidSessionIsToldToTheClient(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(LONG, LONG)))) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(server, GREETING);
      served(client, server);
      assertThat(sessions(loop)).containsExactlyInAnyOrder(1, 0);
      reset(server);
      assertThat(line(client)).startsWith("* BYE [UNAVAILABLE]");
      hearEnd(client);
      client.close();
      loop.awaitNoSession();
      assertThat(sessions(loop)).containsOnly(0);
    }
  }

  private static List<Integer> sessions(Loopback loop) {
    return loop.gateway.servers().stream().map(ServerStatus::sessions).toList();
  }

  /** The probe hears a greeting, says goodbye, and the next client is served there again. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatComesBackIsFound(Transport transport) throws Exception {
    Duration often = Duration.ofMillis(20);
    try (Loopback loop = Loopback.real(transport, both(failover(LONG, often)))) {
      Socket client = loop.client();
      reset(loop.server());
      Socket second = accepted();
      say(second, GREETING);
      served(client, second);
      loop.event(Event.ServerSetAside.class);
      // Not back yet: it listens, and that isn't enough.
      say(loop.server(), "* BYE starting\r\n");
      Socket probed = loop.server();
      say(probed, GREETING);
      assertThat(line(probed)).isEqualTo("P LOGOUT\r\n");
      probed.close();
      assertThat(loop.event(Event.ServerBack.class).server()).isEqualTo(address(loop.listener));
      Socket next = loop.client();
      Socket first = loop.server();
      say(first, GREETING);
      served(next, first);
    }
  }

  /** The log names the server that the session got. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theLogNamesTheServerThatWasFound(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(LONG, LONG)))) {
      loop.listener.close();
      Socket client = loop.client();
      Socket second = accepted();
      say(second, GREETING);
      served(client, second);
      reset(client);
      String seen = "";
      while (seen.isEmpty()) {
        Loopback.Told told = loop.events.take();
        if (told.event() instanceof Event.SessionOpened) {
          assertThat(told.session().server())
              .isEqualTo(address(loop.listener) + "," + address(other));
        } else if (told.event() instanceof Event.SessionFinished) {
          seen = told.session().server();
        }
      }
      assertThat(seen).isEqualTo(address(other));
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aDisabledServerGetsNoNewSessionsAndKeepsItsOld(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, both(failover(LONG, LONG)))) {
      Socket client = loop.client();
      Socket first = loop.server();
      say(first, GREETING);
      served(client, first);
      assertThat(loop.gateway.disable(Address.parse(address(loop.listener)))).isTrue();
      Socket next = loop.client();
      Socket second = accepted();
      say(second, GREETING);
      served(next, second);
      say(client, "b NOOP\r\n");
      assertThat(line(first)).contains("NOOP");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void roundRobinGivesEachServerItsTurn(Transport transport) throws Exception {
    Chainer turns = new Chainer(Chainer.Choice.ROUND_ROBIN, LONG, LONG);
    try (Loopback loop = Loopback.real(transport, both(turns))) {
      for (int i = 0; i < 2; i++) {
        Socket odd = loop.client();
        Socket first = loop.server();
        say(first, GREETING);
        served(odd, first);
        Socket even = loop.client();
        try (Socket second = accepted()) {
          say(second, GREETING);
          served(even, second);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void leastSessionsGoesWhereRoomIs(Transport transport) throws Exception {
    Chainer least = new Chainer(Chainer.Choice.LEAST_SESSIONS, LONG, LONG);
    try (Loopback loop = Loopback.real(transport, both(least))) {
      Socket one = loop.client();
      Socket first = loop.server();
      say(first, GREETING);
      served(one, first);
      Socket two = loop.client();
      Socket second = accepted();
      say(second, GREETING);
      served(two, second);
      second.close();
      hearEnd(drained(two));
      Loopback.eventually("one place is free", () -> sessions(loop).contains(0));
      Socket three = loop.client();
      Socket again = accepted();
      say(again, GREETING);
      served(three, again);
    }
  }

  /** Reads the goodbye. */
  private static Socket drained(Socket client) throws IOException {
    assertThat(line(client)).startsWith("* BYE");
    return client;
  }
}
