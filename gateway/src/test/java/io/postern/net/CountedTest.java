package io.postern.net;

import static io.postern.net.Loopback.hear;
import static io.postern.net.Loopback.line;
import static io.postern.net.Loopback.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.audit.LiveSession;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.ResponseName;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.service.Address;
import io.postern.service.Service;
import io.postern.session.CommandResult;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a gateway counts of its sessions, shows of them, and is told to do with them. */
class CountedTest {
  /** Refuses one command and answers another. */
  public static class Answering extends ImapProxy {
    @Override
    protected void config(PolicyTables tables) {
      super.config(tables);
      tables.request("CAPABILITY").reject();
      tables.request("NOOP").respond("OK done");
    }
  }

  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final int STORM = 200;

  @Test
  void commandsResponsesAndOctetsAreCountedWhereTheyPass() throws Exception {
    try (Loopback loop = Loopback.real(Transport.NIO, service -> service)) {
      Socket client = loop.client();
      Socket server = loop.server();
      greet(client, server);
      ask(client, server, "LOGIN alice secret", "OK in");
      ask(client, server, "SELECT INBOX", "NO gone");
      say(client, "x BOGUS\r\n");
      assertThat(line(client)).startsWith("x BAD ");
      say(client, "y FETCH 1 FLAGS\r\n");
      assertThat(line(client)).startsWith("y BAD ");
      Counted counted = loop.gateway.counted();
      assertThat(counted.commands())
          .extracting(command -> command.name().map(CommandName::text).orElse("other"))
          .containsExactly("LOGIN", "SELECT", "FETCH", "other");
      assertThat(results(counted, 0)).isEqualTo(Map.of(CommandResult.OK, 1L));
      assertThat(results(counted, 1)).isEqualTo(Map.of(CommandResult.NO, 1L));
      assertThat(results(counted, 2)).isEqualTo(Map.of(CommandResult.REFUSED, 1L));
      assertThat(results(counted, 3)).isEqualTo(Map.of(CommandResult.REFUSED, 1L));
      Counted.OfCommand login = counted.commands().getFirst();
      assertThat(login.classes().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
      // The greeting is one of them.
      assertThat(counted.responses()).isEqualTo(Map.of(ResponseName.OK, 2L, ResponseName.NO, 1L));
      assertThat(counted.octetsFromClients())
          .isEqualTo(
              "a LOGIN alice secret\r\na SELECT INBOX\r\nx BOGUS\r\ny FETCH 1 FLAGS\r\n".length());
      assertThat(counted.octetsFromServers()).isPositive();
      assertThat(counted.octetsToServers()).isPositive();
      assertThat(counted.octetsToClients()).isGreaterThan(counted.octetsFromServers() / 2);
      client.close();
      server.close();
      loop.awaitNoSession();
    }
  }

  @Test
  void whatThePolicyRefusesOrAnswersIsCountedAsThat() throws Exception {
    io.postern.policy.Policy policy = Loopback.policy(Answering::new);
    try (Loopback loop =
        Loopback.real(
            Transport.NIO,
            service ->
                Service.of(
                    service.name(),
                    service.listen(),
                    service.router().servers().getFirst(),
                    policy))) {
      Socket client = loop.client();
      Socket server = loop.server();
      greet(client, server);
      say(client, "a CAPABILITY\r\n");
      assertThat(line(client)).startsWith("a NO ");
      say(client, "b NOOP\r\n");
      assertThat(line(client)).isEqualTo("b OK done\r\n");
      Counted counted = loop.gateway.counted();
      assertThat(results(counted, 0)).isEqualTo(Map.of(CommandResult.REFUSED, 1L));
      assertThat(results(counted, 1)).isEqualTo(Map.of(CommandResult.ANSWERED, 1L));
      client.close();
      server.close();
      loop.awaitNoSession();
    }
  }

  /**
   * At every moment those who are there are those who came less those who are gone, and it is never
   * less than nobody; in the end nobody is left behind in any count.
   */
  @Test
  void inAStormWhoIsThereIsWhoCameLessWhoIsGone() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    try (Loopback loop = Loopback.real(Transport.NIO, service -> service);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean over = new AtomicBoolean();
      Future<Long> watched =
          threads.submit(
              () -> {
                long looks = 0;
                while (!over.get()) {
                  Counted.OfService one = loop.gateway.counted().services().getFirst();
                  assertThat(one.current()).isBetween(0L, (long) STORM);
                  loop.gateway.look(_ -> true, LOOK);
                  looks++;
                  Thread.onSpinWait();
                }
                return looks;
              });
      Future<?> servers =
          threads.submit(
              () -> {
                for (int i = 0; i < STORM; i++) {
                  Socket server = loop.listener.accept();
                  int way = i;
                  var _ = threads.submit(() -> serve(server, way));
                }
                return null;
              });
      List<Future<?>> clients = new java.util.ArrayList<>();
      for (int i = 0; i < STORM; i++) {
        Random random = new Random(seed + i);
        clients.add(
            threads.submit(
                () -> {
                  client(loop, random);
                  return null;
                }));
      }
      for (Future<?> one : clients) {
        one.get();
      }
      servers.get();
      loop.awaitNoSession();
      over.set(true);
      assertThat(watched.get()).isPositive();
      Counted.OfService one = loop.gateway.counted().services().getFirst();
      assertThat(one.accepted()).isEqualTo(STORM);
      assertThat(one.current()).isZero();
      assertThat(loop.gateway.sessions().values()).containsExactly(0);
      assertThat(loop.gateway.look(_ -> true, LOOK).sessions()).isEmpty();
      assertThat(loop.gateway.servers().getFirst().sessions()).isZero();
      // Each told its end once, and by the cause that it is counted under.
      Map<Event.Cause, Long> told =
          loop.events.stream()
              .filter(each -> each.event() instanceof Event.SessionFinished)
              .collect(
                  java.util.stream.Collectors.groupingBy(
                      each -> ((Event.SessionFinished) each.event()).cause(),
                      java.util.stream.Collectors.counting()));
      told.forEach((cause, number) -> assertThat(one.closed().get(cause)).isEqualTo(number));
      assertThat(told.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(STORM);
    }
  }

  @Test
  void aSessionIsShownAsItIs() throws Exception {
    try (Loopback loop = Loopback.real(Transport.NIO, service -> service)) {
      Socket client = loop.client();
      Socket server = loop.server();
      greet(client, server);
      ask(client, server, "LOGIN alice secret", "OK in");
      say(client, "b NOOP\r\n");
      String asked = line(server);
      Look look = loop.gateway.look(_ -> true, LOOK);
      assertThat(look.complete()).isTrue();
      LiveSession session = look.sessions().getFirst();
      assertThat(session.info().user()).contains("alice");
      assertThat(session.info().clientPort()).isEqualTo(client.getLocalPort());
      assertThat(session.state()).isEqualTo(ConnectionState.AUTH);
      assertThat(session.pending()).isEqualTo(1);
      assertThat(session.command()).contains(CommandName.NOOP);
      assertThat(session.octetsIn()).isEqualTo("a LOGIN alice secret\r\nb NOOP\r\n".length());
      assertThat(session.octetsOut()).isPositive();
      assertThat(session.ageSeconds()).isBetween(0.0, 60.0);
      assertThat(session.idleSeconds()).isBetween(0.0, session.ageSeconds());
      say(server, asked.split(" ", 2)[0] + " OK done\r\n");
      hear(client, "b OK done\r\n");
      assertThat(loop.gateway.look(_ -> false, LOOK).sessions()).isEmpty();
      assertThat(loop.gateway.look(_ -> true, LOOK).sessions().getFirst().pending()).isZero();
      client.close();
      server.close();
      loop.awaitNoSession();
    }
  }

  @Test
  void onlyTheSessionsThatAreMeantAreEnded() throws Exception {
    try (Loopback loop = Loopback.real(Transport.NIO, service -> service)) {
      Socket alice = loop.client();
      Socket aliceServer = loop.server();
      greet(alice, aliceServer);
      ask(alice, aliceServer, "LOGIN alice secret", "OK in");
      Socket bob = loop.client();
      Socket bobServer = loop.server();
      greet(bob, bobServer);
      ask(bob, bobServer, "LOGIN bob secret", "OK in");
      assertThat(loop.gateway.end(info -> info.user().filter("alice"::equals).isPresent()))
          .hasSize(1);
      hear(alice, "* BYE [UNAVAILABLE] Session ended by an administrator\r\n");
      Loopback.hearEnd(alice);
      assertThat(loop.event(Event.SessionFinished.class).cause())
          .isEqualTo(Event.Cause.ADMINISTRATOR);
      ask(bob, bobServer, "NOOP", "OK done");
      alice.close();
      aliceServer.close();
      bob.close();
      // Of two that close at once, either may be seen first.
      Loopback.hearClose(bobServer);
      bobServer.close();
      loop.awaitNoSession();
      Counted.OfService one = loop.gateway.counted().services().getFirst();
      assertThat(one.closed().get(Event.Cause.ADMINISTRATOR)).isEqualTo(1);
      assertThat(one.closed().get(Event.Cause.CLIENT_CLOSED)).isEqualTo(1);
    }
  }

  @Test
  void aDisabledServerGetsNoNewSessionsAndKeepsTheOld() throws Exception {
    try (Loopback loop = Loopback.real(Transport.NIO, service -> service)) {
      Address address = loop.service.router().servers().getFirst();
      Gateway servers = loop.gateway;
      Socket client = loop.client();
      Socket server = loop.server();
      greet(client, server);
      assertThat(servers.disable(new Address("192.0.2.1", 143))).isFalse();
      assertThat(servers.disable(address)).isTrue();
      assertThat(servers.servers())
          .singleElement()
          .satisfies(
              state -> {
                assertThat(state.address()).isEqualTo(address);
                assertThat(state.state()).isEqualTo(ServerStatus.State.DISABLED);
                assertThat(state.sessions()).isEqualTo(1);
              });
      assertThat(loop.gateway.notAccepting())
          .contains(
              "service test takes no new sessions: an administrator has disabled its servers");
      Socket late = loop.client();
      hear(late, "* BYE [UNAVAILABLE] This service is not available\r\n");
      ask(client, server, "NOOP", "OK done");
      assertThat(servers.enable(address)).isTrue();
      Socket again = loop.client();
      Socket againServer = loop.server();
      greet(again, againServer);
      for (Socket one : List.of(client, server, late, again, againServer)) {
        one.close();
      }
      loop.awaitNoSession();
    }
  }

  @Test
  void aServerThatRefusesIsDownUntilASessionFindsItAgain() throws Exception {
    try (Loopback loop = Loopback.real(Transport.NIO, service -> service)) {
      loop.listener.close();
      Socket client = loop.client();
      assertThat(line(client)).startsWith("* BYE [UNAVAILABLE] ");
      Loopback.eventually(
          "down", () -> loop.gateway.servers().getFirst().state() == ServerStatus.State.ASIDE);
      ServerStatus state = loop.gateway.servers().getFirst();
      assertThat(state.lastFailure()).contains("connection refused");
      // By an administrator who knows better.
      assertThat(loop.gateway.enable(state.address())).isTrue();
      assertThat(loop.gateway.servers().getFirst().state()).isEqualTo(ServerStatus.State.UP);
      client.close();
      loop.awaitNoSession();
    }
  }

  @Test
  void aLoopThatIsStuckIsSeenAndHoldsNobodyUp() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (Loopback loop =
        Loopback.with(
            Transport.NIO,
            (settings, effects, now) ->
                new Pipe(effects) {
                  @Override
                  public void clientOctets(byte[] octets, int offset, int length, long time) {
                    stuck.countDown();
                    try {
                      go.await();
                    } catch (InterruptedException ending) {
                      Thread.currentThread().interrupt();
                    }
                  }
                })) {
      assertThat(loop.gateway.loopsAnswer(LOOK)).isTrue();
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, "x");
      stuck.await();
      assertThat(loop.gateway.loopsAnswer(Duration.ofMillis(50))).isFalse();
      Look look = loop.gateway.look(_ -> true, Duration.ofMillis(50));
      assertThat(look.complete()).isFalse();
      assertThat(look.sessions()).isEmpty();
      go.countDown();
      assertThat(loop.gateway.loopsAnswer(LOOK)).isTrue();
      client.close();
      server.close();
      loop.awaitNoSession();
    }
  }

  private static Map<CommandResult, Long> results(Counted counted, int index) {
    return counted.commands().get(index).results();
  }

  private static void greet(Socket client, Socket server) throws Exception {
    say(server, "* OK ready\r\n");
    assertThat(line(client)).startsWith("* OK ");
  }

  /** The client says it under the tag {@code a}, and hears the server's answer. */
  private static void ask(Socket client, Socket server, String command, String answer)
      throws Exception {
    say(client, "a " + command + "\r\n");
    String asked = line(server);
    say(server, asked.split(" ", 2)[0] + " " + answer + "\r\n");
    assertThat(line(client)).startsWith("a " + answer.split(" ", 2)[0]);
  }

  /** One of four ways in which servers end. */
  private static Void serve(Socket server, int way) throws Exception {
    try (server) {
      if (way % 4 == 1) {
        return null;
      }
      say(server, "* OK ready\r\n");
      for (String asked = line(server); !asked.contains("<end>"); asked = line(server)) {
        if (way % 4 == 2) {
          say(server, "nonsense\n");
          return null;
        }
        say(server, asked.split(" ", 2)[0] + " OK done\r\n");
      }
    } catch (java.io.IOException gone) {
      // The gateway or the client was first.
      return null;
    }
    return null;
  }

  /** One of four ways in which clients end. */
  private static void client(Loopback loop, Random random) throws Exception {
    int way = random.nextInt(4);
    Address at = loop.gateway.listening().getFirst().address();
    try (Socket client = new Socket(at.host(), at.port())) {
      client.setSoTimeout(Loopback.PATIENCE_MILLIS);
      switch (way) {
        case 0 -> {}
        case 1 -> {
          var _ = line(client);
          Loopback.reset(client);
        }
        case 2 -> {
          var _ = line(client);
          say(client, "a NOOP\r\nb NO\0OP\r\n");
          Loopback.hearClose(client);
        }
        default -> {
          var _ = line(client);
          say(client, "a NOOP\r\n");
          var _ = line(client);
        }
      }
    } catch (java.net.SocketTimeoutException late) {
      throw late;
    } catch (java.io.IOException gone) {
      // The server was first, and the gateway after it.
      return;
    }
  }
}
