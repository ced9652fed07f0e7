package io.postern.net;

import static io.postern.net.Loopback.hearEnd;
import static io.postern.net.Loopback.line;
import static io.postern.net.Loopback.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.service.Service;
import io.postern.service.Timeouts;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Policy functions between real sockets: they answer, throw, and never return. */
class PolicyRelayTest {
  /** Ends the runaways when the test is over. */
  private static volatile AtomicBoolean over = new AtomicBoolean();

  /** A policy as an administrator writes it. */
  public static class Functions extends ImapProxy {
    @Override
    protected void config(PolicyTables tables) {
      super.config(tables);
      tables.request("NOOP").call(this::polite);
      tables.request("CHECK").call(this::broken);
      tables.request("EXPUNGE").call(this::runaway);
    }

    private RequestAction polite(Call call) {
      return call.tag().startsWith("no") ? RequestAction.REJECT : RequestAction.ACCEPT;
    }

    private RequestAction broken(Call call) {
      throw new IllegalStateException(call.tag());
    }

    private RequestAction runaway(Call call) {
      AtomicBoolean until = over;
      while (!until.get()) {
        // It hears no interrupt, and leaves the processor to the test.
        Thread.interrupted();
        LockSupport.parkNanos(1_000_000);
      }
      return RequestAction.ACCEPT;
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aFunctionDecides(Transport transport) throws Exception {
    try (Loopback loop = loop(transport, 1_000)) {
      Socket client = loop.client();
      Socket server = loop.server();
      login(client, server);
      say(client, "no1 NOOP\r\nyes1 NOOP\r\nno2 NOOP\r\n");
      assertThat(line(client)).startsWith("no1 NO [NOPERM]");
      String noop = line(server);
      say(server, noop.substring(0, noop.indexOf(' ')) + " OK done\r\n");
      assertThat(line(client) + line(client)).contains("yes1 OK done").contains("no2 NO [NOPERM]");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void whatWasJudgedDoesNotWaitForAFunctionThatDoesNotAnswer(Transport transport) throws Exception {
    over = new AtomicBoolean();
    try (Loopback loop = loop(transport, 60_000)) {
      Socket client = loop.client();
      Socket server = loop.server();
      select(client, server);
      say(client, "yes1 NOOP\r\nno2 NOOP\r\nc3 EXPUNGE\r\n");
      assertThat(line(server)).contains(" NOOP");
      assertThat(line(client)).startsWith("no2 NO");
    } finally {
      over.set(true);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aFunctionThatThrowsEndsItsSession(Transport transport) throws Exception {
    try (Loopback loop = loop(transport, 1_000)) {
      Socket client = loop.client();
      Socket server = loop.server();
      select(client, server);
      say(client, "c1 CHECK\r\n");
      assertThat(line(client)).startsWith("* BYE [SERVERBUG]");
      hearEnd(client);
      hearEnd(server);
      Event.PolicyFailed failed = loop.event(Event.PolicyFailed.class);
      assertThat(failed.cause()).contains("IllegalStateException").doesNotContain("c1");
      assertThat(failed.rule() + failed.cause()).contains("PolicyRelayTest.java:");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void runawaysEndTheirSessionsAndTheFourthTheService(Transport transport) throws Exception {
    over = new AtomicBoolean();
    try (Loopback loop = loop(transport, 30)) {
      Socket good = loop.client();
      Socket goodServer = loop.server();
      login(good, goodServer);
      for (int i = 1; i <= PolicyThreads.ABANDONED_MAX; i++) {
        assertThat(loop.gateway.accepting()).isTrue();
        Socket client = loop.client();
        Socket server = loop.server();
        select(client, server);
        say(client, "c1 EXPUNGE\r\n");
        assertThat(line(client)).startsWith("* BYE [SERVERBUG]");
        hearEnd(client);
        assertThat(loop.event(Event.PolicyFailed.class).cause()).contains("longer than 30 ms");
        int abandoned = i;
        Loopback.eventually(
            "thread given up",
            () -> loop.gateway.statistics().policyThreadsAbandoned() == abandoned);
      }
      assertThat(loop.gateway.notAccepting())
          .hasValueSatisfying(why -> assertThat(why).contains("policy"));
      Socket refused = loop.client();
      assertThat(line(refused)).startsWith("* BYE [UNAVAILABLE]");
      hearEnd(refused);
      // Who is in stays, and is served by the threads that took their places.
      say(good, "no1 NOOP\r\n");
      assertThat(line(good)).startsWith("no1 NO");
    } finally {
      over.set(true);
    }
  }

  private static Loopback loop(Transport transport, long limitMillis) throws Exception {
    UnaryOperator<Service> changes =
        service -> {
          try {
            return service
                .draft()
                .enforcing(Loopback.policy(Functions::new))
                .timeouts(Timeouts.DEFAULT.withPolicyCall(Duration.ofMillis(limitMillis)))
                .service();
          } catch (Exception broken) {
            throw new AssertionError(broken);
          }
        };
    return Loopback.real(transport, changes);
  }

  private static void login(Socket client, Socket server) throws IOException {
    say(server, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
    line(client);
    say(client, "a1 LOGIN joe pass\r\n");
    complete(client, server);
  }

  private static void select(Socket client, Socket server) throws IOException {
    login(client, server);
    say(client, "a2 SELECT INBOX\r\n");
    complete(client, server);
  }

  private static void complete(Socket client, Socket server) throws IOException {
    String command = line(server);
    say(server, command.substring(0, command.indexOf(' ')) + " OK done\r\n");
    assertThat(line(client)).contains(" OK");
  }
}
