package io.postern.net;

import static io.postern.net.Loopback.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.postern.Seeds;
import io.postern.audit.Event;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.service.Service;
import io.postern.service.Timeouts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever way sessions end, all that they took is given back: descriptors, connections of the
 * service, octets that are held or on their way, and (by {@link Loopback#close}) buffers.
 */
class LeakProperties {
  private static final int SESSIONS = 30;
  private static final int CONNECTIONS = 12;
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Causes that each storm must have seen, or it didn't test what it is for. */
  private static final Set<Event.Cause> WANTED =
      EnumSet.of(
          Event.Cause.CLIENT_CLOSED,
          Event.Cause.SERVER_CLOSED,
          Event.Cause.SERVER_UNREACHABLE,
          Event.Cause.CLIENT_VIOLATION,
          Event.Cause.SERVER_VIOLATION,
          Event.Cause.POLICY_ABORT,
          Event.Cause.POLICY_FAILED,
          Event.Cause.TIMEOUT,
          Event.Cause.LOGOUT,
          Event.Cause.DRAIN);

  /** What ends a session. */
  private enum Ending {
    CLIENT_RESETS,
    CLIENT_CLOSES,
    SERVER_RESETS,
    SERVER_CLOSES,
    SERVER_CLOSES_AT_ONCE,
    CLIENT_VIOLATES,
    SERVER_VIOLATES,
    POLICY_ABORTS,
    POLICY_FAILS,
    NOBODY_SAYS_ANYTHING,
    NOBODY_LOGS_IN,
    LOGOUT,
    RESET_IN_A_MESSAGE
  }

  /** A policy that ends sessions, too; public, as an administrator's. */
  public static class Ends extends ImapProxy {
    @Override
    protected void config(PolicyTables tables) {
      super.config(tables);
      tables.request("CHECK").abort("Enough");
      tables.request("EXPUNGE").call(this::broken);
    }

    private RequestAction broken(Call call) {
      throw new IllegalStateException(call.tag());
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void allIsGivenBack(long seed) throws Exception {
    SplittableRandom random = Seeds.random(seed);
    Transport transport = Loopback.transports().get(random.nextInt(Loopback.transports().size()));
    Timeouts brief = Timeouts.DEFAULT.withBeforeLogin(SHORT).withIdle(SHORT);
    Set<Event.Cause> seen = EnumSet.noneOf(Event.Cause.class);
    Policy policy = Loopback.policy(Ends::new);
    try (Loopback loop =
        Loopback.real(
            transport,
            service ->
                Service.of(
                        service.name(),
                        service.listen(),
                        service.router().servers().getFirst(),
                        policy)
                    .withTimeouts(brief)
                    .withConnections(CONNECTIONS))) {
      storm(loop, random);
      refused(loop);
      loop.awaitNoSession();
      long before = descriptors();
      storm(loop, random);
      refused(loop);
      loop.awaitNoSession();
      assertNothingTaken(loop);
      Loopback.eventually("descriptors given back", () -> descriptors() <= before);
      unreachableAndDrained(loop);
      assertNothingTaken(loop);
      // One less: the listener.
      Loopback.eventually("descriptors given back", () -> descriptors() < before);
      List<Loopback.Told> told = new ArrayList<>();
      loop.events.drainTo(told);
      for (Loopback.Told one : told) {
        if (one.event() instanceof Event.SessionFinished finished) {
          seen.add(finished.cause());
        }
      }
      assertThat(loop.gateway.statistics().internalErrorsTotal()).isZero();
      assertThat(loop.gateway.statistics().refusedTotal()).isPositive();
    }
    assertThat(seen).containsAll(WANTED);
  }

  private static void assertNothingTaken(Loopback loop) {
    assertThat(loop.gateway.sessions()).isEqualTo(Map.of("test", 0));
    assertThat(loop.gateway.statistics().sessions()).isZero();
    assertThat(loop.gateway.statistics().heldOctets()).isZero();
    assertThat(loop.gateway.statistics().outgoingOctets()).isZero();
  }

  /** Each way once at least, in a random order, some at once. */
  private static void storm(Loopback loop, SplittableRandom random) throws Exception {
    List<Ending> endings = new ArrayList<>(List.of(Ending.values()));
    while (endings.size() < SESSIONS) {
      endings.add(Ending.values()[random.nextInt(Ending.values().length)]);
    }
    java.util.Collections.shuffle(endings, new java.util.Random(random.nextLong()));
    LinkedBlockingQueue<Boolean> free = new LinkedBlockingQueue<>();
    for (int i = 0; i < CONNECTIONS / 2; i++) {
      free.add(true);
    }
    try (ExecutorService peers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (Ending ending : endings) {
        free.take();
        Socket client = loop.client();
        Socket server = loop.server();
        all.add(
            peers.submit(
                () -> {
                  try {
                    session(client, server, ending);
                  } catch (IOException reset) {
                    // The gateway was quicker to end what we were about to end.
                    assertThat(reset).isNotInstanceOf(java.net.SocketTimeoutException.class);
                  } finally {
                    client.close();
                    server.close();
                    free.add(true);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private static void session(Socket client, Socket server, Ending ending) throws IOException {
    if (ending == Ending.NOBODY_SAYS_ANYTHING) {
      Loopback.hearClose(client);
      Loopback.hearClose(server);
      return;
    }
    if (ending == Ending.SERVER_CLOSES_AT_ONCE) {
      server.close();
      Loopback.hearClose(client);
      return;
    }
    say(server, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
    Loopback.line(client);
    if (ending == Ending.NOBODY_LOGS_IN) {
      Loopback.hearClose(client);
      Loopback.hearClose(server);
      return;
    }
    command(client, server, "LOGIN joe pass");
    command(client, server, "SELECT INBOX");
    switch (ending) {
      case CLIENT_RESETS -> Loopback.reset(client);
      case CLIENT_CLOSES -> client.close();
      case SERVER_RESETS -> Loopback.reset(server);
      case SERVER_CLOSES -> server.close();
      case CLIENT_VIOLATES -> say(client, "bare\n");
      case SERVER_VIOLATES -> say(server, "nonsense\r\n");
      case POLICY_ABORTS -> say(client, "x CHECK\r\n");
      case POLICY_FAILS -> say(client, "x EXPUNGE\r\n");
      case LOGOUT -> {
        say(client, "x LOGOUT\r\n");
        String tag = tag(Loopback.line(server));
        say(server, "* BYE see you\r\n" + tag + " OK done\r\n");
      }
      case RESET_IN_A_MESSAGE -> {
        say(client, "x FETCH 1 BODY[]\r\n");
        Loopback.line(server);
        say(server, "* 1 FETCH (BODY[] {1000000}\r\n");
        server.getOutputStream().write(new byte[200_000]);
        Loopback.reset(client);
      }
      case NOBODY_SAYS_ANYTHING, NOBODY_LOGS_IN, SERVER_CLOSES_AT_ONCE ->
          throw new AssertionError(ending);
    }
    if (!server.isClosed()) {
      Loopback.hearClose(server);
    }
    if (!client.isClosed()) {
      Loopback.hearClose(client);
    }
  }

  private static void command(Socket client, Socket server, String command) throws IOException {
    say(client, "x " + command + "\r\n");
    say(server, tag(Loopback.line(server)) + " OK done\r\n");
    Loopback.line(client);
  }

  private static String tag(String line) throws IOException {
    if (line.indexOf(' ') < 0) {
      throw new IOException("ended");
    }
    return line.substring(0, line.indexOf(' '));
  }

  /** More clients than there is room for. */
  private static void refused(Loopback loop) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      sockets.add(loop.client());
      sockets.add(loop.server());
    }
    Socket tooMany = loop.client();
    assertThat(Loopback.line(tooMany)).startsWith("* BYE [UNAVAILABLE] Too many");
    Loopback.hearEnd(tooMany);
    tooMany.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    loop.awaitNoSession();
  }

  /** A session that is ended by a drain, and one whose server isn't there. */
  private static void unreachableAndDrained(Loopback loop) throws Exception {
    Socket idle = loop.client();
    Socket server = loop.server();
    loop.listener.close();
    Socket unreachable = loop.client();
    assertThat(Loopback.line(unreachable)).startsWith("* BYE [UNAVAILABLE]");
    Loopback.hearEnd(unreachable);
    unreachable.close();
    Thread closing =
        Thread.ofVirtual()
            .start(
                () -> {
                  Loopback.hearClose(idle);
                  Loopback.hearClose(server);
                  try {
                    idle.close();
                    server.close();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    assertThat(loop.gateway.drain(Duration.ofMillis(Loopback.PATIENCE_MILLIS)).cutOff()).isZero();
    closing.join();
  }

  private static long descriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }
}
