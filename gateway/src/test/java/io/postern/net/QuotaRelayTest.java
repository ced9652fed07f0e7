package io.postern.net;

import static io.postern.net.Loopback.hearEnd;
import static io.postern.net.Loopback.line;
import static io.postern.net.Loopback.reset;
import static io.postern.net.Loopback.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.service.LoginDelays;
import io.postern.service.Network;
import io.postern.service.Quotas;
import io.postern.service.Service;
import io.postern.service.Shares;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quotas between real sockets: what is over them is told, and all that was taken comes back. */
class QuotaRelayTest {
  private static final long NONE = Quotas.UNLIMITED;
  private static final LoginDelays SHORT =
      new LoginDelays(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMinutes(1));

  private static UnaryOperator<Service> with(UnaryOperator<Quotas> changes) {
    return service -> service.withQuotas(changes.apply(service.quotas()));
  }

  private static Loopback loop(Transport transport, UnaryOperator<Quotas> changes)
      throws Exception {
    Loopback loop = Loopback.real(transport, with(changes));
    LoginServer.serve(loop.listener);
    return loop;
  }

  private static String login(Socket client, String user, String password) throws IOException {
    say(client, "a1 LOGIN " + user + " " + password + "\r\n");
    return line(client);
  }

  private static Socket greeted(Loopback loop) throws IOException {
    Socket client = loop.client();
    assertThat(line(client)).startsWith("* OK ");
    return client;
  }

  private static void refused(Loopback loop, String limit, String text) throws Exception {
    Socket client = loop.client();
    assertThat(line(client)).isEqualTo("* BYE [UNAVAILABLE] " + text + "\r\n");
    hearEnd(client);
    assertThat(loop.event(Event.LimitReached.class))
        .isEqualTo(new Event.LimitReached(limit, "refused"));
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void anAddressOverItsShareIsToldSo(Transport transport) throws Exception {
    try (Loopback loop =
        loop(transport, quotas -> quotas.withShares(new Shares(2, NONE, NONE, 24, 56)))) {
      Socket first = greeted(loop);
      greeted(loop);
      refused(loop, "connections-per-address", "Too many connections from your address");
      reset(first);
      Loopback.eventually("one place", () -> loop.gateway.statistics().sessions() == 1);
      greeted(loop);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aNetworkOverItsShareIsToldSo(Transport transport) throws Exception {
    try (Loopback loop =
        loop(transport, quotas -> quotas.withShares(new Shares(NONE, 1, NONE, 24, 56)))) {
      greeted(loop);
      refused(loop, "connections-per-network", "Too many connections from your network");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void newOnesThatComeTooFastAreToldSo(Transport transport) throws Exception {
    try (Loopback loop = loop(transport, quotas -> quotas.withRates(new Quotas.Rates(NONE, 1)))) {
      greeted(loop);
      refused(
          loop,
          "new-connections-per-address-per-second",
          "Too many new connections from your address, slow down");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aUserOverItsShareGetsNoAndMayTryAnotherName(Transport transport) throws Exception {
    try (Loopback loop =
        loop(transport, quotas -> quotas.withShares(new Shares(NONE, NONE, 1, 24, 56)))) {
      Socket first = greeted(loop);
      assertThat(login(first, "bob", "right")).startsWith("a1 OK");
      Socket second = greeted(loop);
      assertThat(login(second, "BOB", "right"))
          .startsWith("a1 NO [LIMIT] Too many sessions of this user (");
      assertThat(loop.event(Event.LimitReached.class))
          .isEqualTo(new Event.LimitReached("connections-per-user", "refused"));
      assertThat(login(second, "alice", "right")).startsWith("a1 OK");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void loginsBehindWrongOnesWaitAndThoseOfOthersDont(Transport transport) throws Exception {
    try (Loopback loop = loop(transport, quotas -> quotas.withLoginDelays(SHORT))) {
      Socket client = greeted(loop);
      assertThat(login(client, "bob", "one")).startsWith("a1 NO");
      long began = System.nanoTime();
      assertThat(login(greeted(loop), "bob", "two")).startsWith("a1 NO");
      assertThat(millisSince(began)).isGreaterThanOrEqualTo(200);
      began = System.nanoTime();
      assertThat(login(client, "bob", "right")).startsWith("a1 OK");
      assertThat(millisSince(began)).isGreaterThanOrEqualTo(400);
      assertThat(loop.event(Event.LoginDelayed.class))
          .isEqualTo(new Event.LoginDelayed("bob", 0.2, 1));
      assertThat(loop.event(Event.LoginDelayed.class))
          .isEqualTo(new Event.LoginDelayed("bob", 0.4, 2));
      assertThat(login(greeted(loop), "alice", "right")).startsWith("a1 OK");
      assertThat(login(greeted(loop), "bob", "right")).startsWith("a1 OK");
      assertThat(loop.events)
          .extracting(Loopback.Told::event)
          .noneMatch(Event.LoginDelayed.class::isInstance);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void nothingWaitsInATrustedNetwork(Transport transport) throws Exception {
    try (Loopback loop =
        loop(
            transport,
            quotas ->
                quotas
                    .withLoginDelays(SHORT)
                    .withShares(new Shares(1, 1, 1, 24, 56))
                    .withExempt(List.of(Network.parse("127.0.0.0/8"))))) {
      for (int i = 0; i < 5; i++) {
        assertThat(login(greeted(loop), "bob", "wrong" + i)).startsWith("a1 NO");
      }
      assertThat(login(greeted(loop), "bob", "right")).startsWith("a1 OK");
      assertThat(loop.gateway.sharesCounted()).isZero();
      assertThat(loop.events)
          .extracting(Loopback.Told::event)
          .noneMatch(Event.LoginDelayed.class::isInstance)
          .noneMatch(Event.LimitReached.class::isInstance);
    }
  }

  /**
   * Clients that go at every moment: refused, greeted, waiting, logged in, with a RST or without.
   */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aStormLeavesNothingTaken(Transport transport) throws Exception {
    long seed = System.nanoTime();
    System.out.println("QuotaRelayTest seed " + seed);
    Random random = new Random(seed);
    try (Loopback loop =
        loop(
            transport,
            quotas ->
                quotas
                    .withSessions(40)
                    .withShares(new Shares(35, 30, 5, 24, 56))
                    .withLoginDelays(SHORT))) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        Socket client = loop.client();
        open.add(client);
        int stage = random.nextInt(5);
        if (stage > 0) {
          line(client);
        }
        if (stage > 1) {
          String password = stage == 2 ? "right" : "wrong" + random.nextInt(3);
          try {
            say(client, "a1 LOGIN user" + random.nextInt(4) + " " + password + "\r\n");
          } catch (IOException refused) {
            // It was told BYE.
            stage = 0;
          }
        }
        while (open.size() > 20 + random.nextInt(30)) {
          Socket gone = open.remove(random.nextInt(open.size()));
          if (random.nextBoolean()) {
            reset(gone);
          } else {
            gone.close();
          }
        }
      }
      for (Socket client : open) {
        client.close();
      }
      loop.awaitNoSession();
      assertThat(loop.gateway.sessions()).containsEntry("test", 0);
      assertThat(loop.gateway.sharesCounted()).isZero();
      assertThat(loop.gateway.statistics().internalErrorsTotal()).isZero();
      assertThat(login(greeted(loop), "fresh", "right")).startsWith("a1 OK");
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
