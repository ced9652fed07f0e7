package io.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.config.Configuration;
import io.postern.config.ControlPlace;
import io.postern.config.Drain;
import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.service.Address;
import io.postern.service.Area;
import io.postern.service.Network;
import io.postern.service.Plan;
import io.postern.service.Rule;
import io.postern.service.Service;
import io.postern.service.Zone;
import io.postern.service.Zones;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services, listeners, zones and rules come and go while clients log in. */
@Timeout(120)
class ReloadUnderLoadTest {
  private static final int RELOADS = 60;

  /** Logins that are awaited between two reloads. */
  private static final int LOGINS_BETWEEN = 4;

  /** Sessions that are there from the first reload to the last. */
  private static final int HELD = 40;

  private static final int CLIENTS = 4;

  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean wide = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Semaphore logins = new Semaphore(0);
  private final AtomicInteger stayingLogins = new AtomicInteger();
  private final AtomicInteger goingLogins = new AtomicInteger();
  private final AtomicInteger goingRefused = new AtomicInteger();
  private ScriptedServer server;
  private Policy policy;
  private Address staying;
  private Address going;
  private Gateway gateway;
  private Reloader reloader;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    policy = Policy.compile(PolicyTables.of(ImapProxy::new, Map.of()));
    staying = free("127.0.0.1");
    // Where no client's own port can take its place while it is closed.
    going = free("127.0.0.3");
    EventSink sink = (session, event) -> events.add(event);
    Configuration first = configuration();
    gateway = new Gateway(first.plan(), sink, GatewaySettings.best());
    gateway.start();
    RunSource source =
        new RunSource() {
          @Override
          public Checker.Report read() {
            return new Checker.Report(
                "test",
                Exit.OK,
                "",
                List.of(),
                List.of(),
                Optional.of(configuration()),
                Optional.empty());
          }

          @Override
          public Plan chosen(Configuration configuration) {
            return configuration.plan();
          }

          @Override
          public boolean controlMoved(Configuration now, Configuration next) {
            return false;
          }
        };
    StartMessages messages =
        new StartMessages(
            Ran.console(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false),
            Output.text);
    reloader = new Reloader(gateway, source, first, sink, messages);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    server.close();
  }

  @Test
  void nothingIsDroppedThatShouldStay() throws Exception {
    List<Child.Talk> held = new ArrayList<>();
    try (var clients = Executors.newFixedThreadPool(2 * CLIENTS)) {
      for (int i = 0; i < HELD; i++) {
        held.add(loggedIn(staying));
      }
      List<Future<?>> storm = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        storm.add(clients.submit(() -> logInWhereItStays()));
        storm.add(clients.submit(() -> logInWhereItGoes()));
      }
      for (int i = 1; i <= RELOADS; i++) {
        wide.set(i % 2 == 1);
        assertThat(reloader.reload(false).ok()).isTrue();
        if (wide.get()) {
          // From the moment when the reload is done, everybody gets in.
          held.add(loggedIn(going));
        }
        assertThat(logins.tryAcquire(LOGINS_BETWEEN, 60, TimeUnit.SECONDS)).isTrue();
        logins.drainPermits();
      }
      over.set(true);
      for (Future<?> client : storm) {
        client.get();
      }
      for (Child.Talk talk : held) {
        assertThat(talk.ask("z NOOP")).isEqualTo("z OK done");
        talk.close();
      }
    }
    System.out.printf(
        "%d reloads: %d logins where it stays, none refused; %d where it goes, %d refused;"
            + " %d sessions of up to all reloads, none dropped%n",
        RELOADS, stayingLogins.get(), goingLogins.get(), goingRefused.get(), held.size());
    assertThat(stayingLogins.get()).isGreaterThanOrEqualTo(RELOADS);
    assertThat(events.stream().filter(Event.ConfigReloaded.class::isInstance))
        .hasSize(RELOADS)
        .allMatch(event -> event instanceof Event.ConfigReloaded told && told.ok());
    assertThat(gateway.statistics().deniedTotal()).isZero();
    assertThat(events).noneMatch(Event.OurFault.class::isInstance);
    assertThat(events.stream().filter(Event.ServerUnreachable.class::isInstance)).isEmpty();
  }

  private Void logInWhereItStays() throws IOException {
    while (!over.get()) {
      try (Child.Talk talk = loggedIn(staying)) {
        assertThat(talk.ask("b LOGOUT")).isEqualTo("b OK done");
      }
      stayingLogins.incrementAndGet();
      logins.release();
    }
    return null;
  }

  /** A client that has been greeted is served to its end, whatever becomes of its listener. */
  @SuppressWarnings("ThreadPriorityCheck") // It lets those go on that it waits for.
  private Void logInWhereItGoes() throws IOException {
    while (!over.get()) {
      Optional<Child.Talk> greeted = greeted(going);
      if (greeted.isEmpty()) {
        goingRefused.incrementAndGet();
        Thread.yield();
        continue;
      }
      try (Child.Talk talk = greeted.get()) {
        assertThat(talk.ask("a LOGIN alice secret")).isEqualTo("a OK in");
        assertThat(talk.ask("b LOGOUT")).isEqualTo("b OK done");
      }
      goingLogins.incrementAndGet();
    }
    return null;
  }

  private static Child.Talk loggedIn(Address at) throws IOException {
    Child.Talk talk = greeted(at).orElseThrow(() -> new AssertionError("not let in at " + at));
    assertThat(talk.ask("a LOGIN alice secret")).isEqualTo("a OK in");
    return talk;
  }

  private static Optional<Child.Talk> greeted(Address at) {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(at.host()), at.port()));
      Child.Talk talk = new Child.Talk(socket);
      if (talk.hear().startsWith("* OK")) {
        return Optional.of(talk);
      }
      talk.close();
    } catch (IOException refused) {
      // The listener isn't there, or was closed before it took us.
      return Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * By turns: one service alone, and two that share its listener by rules, one of them on another.
   */
  private Configuration configuration() {
    Service a = service("a", staying);
    if (!wide.get()) {
      return new Configuration(List.of(a), Map.of(), List.of(), new ControlPlace.Nowhere());
    }
    Zone here = new Zone("here", List.of(Network.parse("127.0.0.0/8")), Optional.empty());
    return new Configuration(
        List.of(service("b", staying, going), a),
        Map.of(),
        List.of(),
        new ControlPlace.Nowhere(),
        new Zones(List.of(here)),
        List.of(
            Rule.all("t:1", "a").withFrom(new Area.OfNetwork(Network.parse("127.0.0.9"))),
            Rule.all("t:2", "b").withFrom(new Area.OfZone("here"))),
        Drain.DEFAULT,
        Optional.empty());
  }

  private Service service(String name, Address... listen) {
    return Service.of(name, List.of(listen), Address.parse(server.address()), policy);
  }

  private static Address free(String host) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 5, InetAddress.ofLiteral(host))) {
      return new Address(host, free.getLocalPort());
    }
  }
}
