package io.postern.net;

import static io.postern.net.Loopback.hearClose;
import static io.postern.net.Loopback.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.postern.audit.Event;
import io.postern.policy.ImapProxy;
import io.postern.service.Address;
import io.postern.service.Area;
import io.postern.service.Hours;
import io.postern.service.Network;
import io.postern.service.Plan;
import io.postern.service.Router;
import io.postern.service.Rule;
import io.postern.service.Service;
import io.postern.service.ServiceDraft;
import io.postern.service.Switches;
import io.postern.service.Zone;
import io.postern.service.Zones;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which service clients get where several listen, and what a change of the plan does to them. */
@Timeout(60)
class SharedListenerTest {
  private static final String TRANSPORTS = "io.postern.net.Loopback#transports";
  private static final Area ONE = new Area.OfNetwork(Network.parse("127.0.0.1"));
  private static final Area TWO = new Area.OfNetwork(Network.parse("127.0.0.2"));
  private static final Zones NO_ZONES = Zones.NONE;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final BlockingQueue<Loopback.Told> events = new LinkedBlockingQueue<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  private int port;
  private Service a;
  private Service b;

  @BeforeEach
  void servers() throws Exception {
    port = freePort();
    a = service("a", new Address("127.0.0.1", port));
    b = service("b", new Address("127.0.0.1", port));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @ParameterizedTest
  @MethodSource(TRANSPORTS)
  void theSourceAddressChoosesTheService(Transport transport) throws Exception {
    Gateway gateway =
        gateway(
            transport,
            plan(Rule.all("r:1", "a").withFrom(ONE), Rule.all("r:2", "b").withFrom(TWO)));
    assertThat(gateway.listening())
        .extracting(Gateway.Listening::service)
        .containsExactly("a", "b");
    assertThat(line(client("127.0.0.1", "127.0.0.1"))).startsWith("* OK a ");
    assertThat(line(client("127.0.0.2", "127.0.0.1"))).startsWith("* OK b ");
    assertThat(gateway.sessions()).containsEntry("a", 1).containsEntry("b", 1);
    assertThat(gateway.statistics().deniedTotal()).isZero();
  }

  @ParameterizedTest
  @MethodSource(TRANSPORTS)
  void whomNoRuleLetsInIsToldAndLogged(Transport transport) throws Exception {
    Gateway gateway =
        gateway(
            transport,
            plan(Rule.all("r:1", "a").withFrom(ONE), Rule.all("r:2", "b").withFrom(TWO).denying()));
    for (String[] denied : new String[][] {{"127.0.0.3", "default"}, {"127.0.0.2", "r:2"}}) {
      Socket client = client(denied[0], "127.0.0.1");
      assertThat(line(client))
          .isEqualTo("* BYE [UNAVAILABLE] There is no service for you here\r\n");
      hearClose(client);
      Loopback.Told told = events.poll(20, TimeUnit.SECONDS);
      assertThat(told.event()).isEqualTo(new Event.RuleDenied("127.0.0.1:" + port, denied[1]));
      assertThat(told.session().clientIp()).isEqualTo(denied[0]);
      assertThat(told.session().clientPort()).isEqualTo(client.getLocalPort());
      assertThat(told.session().service()).isEmpty();
    }
    assertThat(gateway.statistics().deniedTotal()).isEqualTo(2);
    assertThat(gateway.statistics().sessionsTotal()).isZero();
  }

  @ParameterizedTest
  @MethodSource(TRANSPORTS)
  void theDestinationChoosesTheService(Transport transport) throws Exception {
    Address everywhere = new Address("0.0.0.0", port);
    a = service("a", everywhere);
    b = service("b", everywhere);
    Zones zones =
        new Zones(
            List.of(new Zone("second", List.of(Network.parse("127.0.0.2")), Optional.empty())));
    gateway(
        transport,
        Plan.of(
            List.of(a, b),
            zones,
            List.of(
                Rule.all("r:1", "b").withTo(new Area.OfZone("second")),
                Rule.all("r:2", "a").withTo(ONE))));
    assertThat(line(client("127.0.0.1", "127.0.0.1"))).startsWith("* OK a ");
    assertThat(line(client("127.0.0.1", "127.0.0.2"))).startsWith("* OK b ");
    assertThat(line(client("127.0.0.1", "127.0.0.3"))).startsWith("* BYE ");
  }

  /** A socket for both families tells IPv4 clients as IPv6 addresses. */
  @ParameterizedTest
  @MethodSource(TRANSPORTS)
  void anIpv4ClientOfAnIpv6ListenerIsAnIpv4Client(Transport transport) throws Exception {
    Address everywhere = new Address("::", port);
    a = service("a", everywhere);
    b = service("b", everywhere);
    gateway(
        transport,
        plan(Rule.all("r:1", "a").withFrom(TWO).withTo(ONE), Rule.all("r:2", "b").withFrom(ONE)));
    assertThat(line(client("127.0.0.2", "127.0.0.1"))).startsWith("* OK a ");
    assertThat(line(client("127.0.0.1", "127.0.0.1"))).startsWith("* OK b ");
    assertThat(line(client("127.0.0.3", "127.0.0.1"))).startsWith("* BYE ");
  }

  @ParameterizedTest
  @MethodSource(TRANSPORTS)
  void theTimeOfDayChoosesTheService(Transport transport) throws Exception {
    Hours morning = new Hours(Hours.EVERY_DAY, 8 * 60, 12 * 60, ZoneOffset.UTC);
    gateway(transport, plan(Rule.all("r:1", "a").withHours(morning), Rule.all("r:2", "b")));
    assertThat(line(client("127.0.0.1", "127.0.0.1"))).startsWith("* OK b ");
    now.set(now.get().minusSeconds(1));
    assertThat(line(client("127.0.0.1", "127.0.0.1"))).startsWith("* OK a ");
  }

  @ParameterizedTest
  @MethodSource(TRANSPORTS)
  void aChangeOfThePlanTouchesOnlyWhatIsNew(Transport transport) throws Exception {
    Plan first = plan(Rule.all("r:1", "a"), Rule.all("r:2", "b"));
    Gateway gateway = gateway(transport, first);
    Socket old = client("127.0.0.1", "127.0.0.1");
    assertThat(line(old)).startsWith("* OK a ");
    int kept = port;
    int fresh = freePort();
    Service c = service("c", new Address("127.0.0.1", fresh));
    gateway.replace(Plan.of(List.of(b, c)));
    assertThat(gateway.listening())
        .containsExactly(
            new Gateway.Listening("b", new Address("127.0.0.1", kept)),
            new Gateway.Listening("c", new Address("127.0.0.1", fresh)));
    assertThat(line(client("127.0.0.1", "127.0.0.1"))).startsWith("* OK b ");
    port = fresh;
    Socket ofC = client("127.0.0.1", "127.0.0.1");
    assertThat(line(ofC)).startsWith("* OK c ");
    // The session of the service that is gone goes on, and so does one of a listener that goes.
    assertTalks(old, "a");
    gateway.replace(first);
    Loopback.assertSoonRefused(fresh);
    assertTalks(ofC, "c");
    assertTalks(old, "a");
    assertThat(gateway.statistics().sessions()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource(TRANSPORTS)
  void aListenerThatCannotBeOpenedChangesNothing(Transport transport) throws Exception {
    Gateway gateway = gateway(transport, Plan.of(List.of(a)));
    int free = freePort();
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      Service c =
          service(
              "c", new Address("127.0.0.1", free), new Address("127.0.0.1", taken.getLocalPort()));
      ListenException failure =
          catchThrowableOfType(ListenException.class, () -> gateway.replace(Plan.of(List.of(c))));
      assertThat(failure.reason()).isEqualTo(ListenException.Reason.IN_USE);
      assertThat(failure.address().port()).isEqualTo(taken.getLocalPort());
    }
    assertThat(gateway.services()).containsExactly(a);
    assertThat(line(client("127.0.0.1", "127.0.0.1"))).startsWith("* OK a ");
    Loopback.assertSoonRefused(free);
  }

  @ParameterizedTest
  @MethodSource(TRANSPORTS)
  void freePortsStayWhereTheyAreStillNamed(Transport transport) throws Exception {
    Address any = new Address("127.0.0.1", 0);
    Gateway gateway = gateway(transport, Plan.of(List.of(service("a", any, any))));
    List<Gateway.Listening> before = gateway.listening();
    gateway.replace(Plan.of(List.of(service("a", any), service("b", any))));
    List<Gateway.Listening> after = gateway.listening();
    assertThat(after).hasSize(2);
    assertThat(after.getFirst()).isEqualTo(before.getFirst());
    assertThat(after.getLast().service()).isEqualTo("b");
    assertThat(after.getLast().address()).isNotEqualTo(before.getLast().address());
  }

  @ParameterizedTest
  @MethodSource(TRANSPORTS)
  void aGatewayThatEndsOpensNothing(Transport transport) throws Exception {
    Gateway gateway = gateway(transport, Plan.of(List.of(a)));
    assertThat(gateway.drain(Duration.ofSeconds(5)).cutOff()).isZero();
    ListenException failure =
        catchThrowableOfType(ListenException.class, () -> gateway.replace(Plan.of(List.of(b))));
    assertThat(failure.reason()).isEqualTo(ListenException.Reason.ENDING);
    assertThat(gateway.listening()).isEmpty();
  }

  private static void assertTalks(Socket client, String service) throws IOException {
    Loopback.say(client, "t NOOP\r\n");
    assertThat(line(client)).isEqualTo("t OK " + service + "\r\n");
  }

  private Plan plan(Rule... rules) {
    return Plan.of(List.of(a, b), NO_ZONES, List.of(rules));
  }

  private Gateway gateway(Transport transport, Plan plan) throws Exception {
    Gateway gateway =
        new Gateway(
            plan,
            (session, event) -> events.add(new Loopback.Told(session, event)),
            GatewaySettings.best().with(transport, 2),
            Hub.Sessions.REAL,
            Patience.DEFAULT,
            now::get);
    open.add(gateway);
    gateway.start();
    return gateway;
  }

  private Socket client(String from, String to) throws IOException {
    Socket socket = new Socket();
    open.add(socket);
    socket.setSoTimeout(Loopback.PATIENCE_MILLIS);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(to), port));
    return socket;
  }

  /** With a server of its own, which greets with its name and answers each line with it. */
  private Service service(String name, Address... listen) throws Exception {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    open.add(server);
    Thread.ofVirtual().start(() -> serve(server, name));
    return new ServiceDraft(
            name,
            List.of(listen),
            new Router.Directed(List.of(new Address("127.0.0.1", server.getLocalPort()))),
            Loopback.policy(ImapProxy::new))
        .switches(Switches.DEFAULT.withClearTextAllowed(true))
        .service();
  }

  private static void serve(ServerSocket listener, String name) {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    Loopback.say(socket, "* OK " + name + " ready\r\n");
                    for (String said = line(socket); !said.contains("<end>"); said = line(socket)) {
                      Loopback.say(
                          socket, said.substring(0, said.indexOf(' ')) + " OK " + name + "\r\n");
                    }
                  } catch (IOException gone) {
                    return;
                  }
                });
      }
    } catch (IOException over) {
      return;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }
}
