package io.postern.net;

import static io.postern.net.Loopback.line;
import static io.postern.net.Loopback.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.policy.Call;
import io.postern.policy.ImapProxy;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.service.Observe;
import io.postern.service.Service;
import io.postern.service.Timeouts;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Observed policies between real sockets: whatever their functions do, nobody waits for it. */
class ObservedRelayTest {
  /** Ends the runaways when the test is over. */
  private static volatile AtomicBoolean over = new AtomicBoolean();

  /** Is in force, and asks at each NOOP. */
  public static class InForce extends ImapProxy {
    @Override
    protected void config(PolicyTables tables) {
      super.config(tables);
      tables.request("NOOP").call(this::polite);
    }

    private RequestAction polite(Call call) {
      return call.tag().startsWith("no") ? RequestAction.REJECT : RequestAction.ACCEPT;
    }
  }

  /** Is only observed. */
  public static class Trial extends ImapProxy {
    @Override
    protected void config(PolicyTables tables) {
      super.config(tables);
      tables.request("CREATE").call(this::refuses);
      tables.request("CHECK").call(this::broken);
      tables.request("DELETE").call(this::runaway);
      tables.request("RENAME").call(this::slow);
    }

    private RequestAction slow(Call call) {
      return runaway(call) instanceof RequestAction.Accept
          ? RequestAction.REJECT
          : RequestAction.DROP;
    }

    private RequestAction refuses(Call call) {
      return RequestAction.REJECT;
    }

    private RequestAction broken(Call call) {
      throw new IllegalStateException("oops");
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
  void inModeObserveFunctionsAreAskedAndTheirAnswersOnlyTold(Transport transport) throws Exception {
    try (Loopback loop =
        loop(transport, service -> withPolicy(service).withObserve(true, Optional.empty()))) {
      Socket client = loop.client();
      Socket server = loop.server();
      login(client, server);
      say(client, "a2 CREATE x\r\n");
      complete(client, server, "a2");
      Event.Decided decided = loop.event(Event.Decided.class);
      assertThat(decided.mode()).isEqualTo("observe");
      assertThat(decided.message()).isEqualTo("CREATE");
      assertThat(decided.action()).isEqualTo("reject");
      say(client, "a3 SELECT INBOX\r\n");
      complete(client, server, "a3");
      say(client, "a4 CHECK\r\n");
      complete(client, server, "a4");
      Event.PolicyFailed failed = loop.event(Event.PolicyFailed.class);
      assertThat(failed.mode()).isEqualTo("observe");
      assertThat(failed.cause()).contains("IllegalStateException");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void answerBehindTheSessionsEndIsStillTold(Transport transport) throws Exception {
    over = new AtomicBoolean();
    try (Loopback loop =
        loop(
            transport,
            service ->
                withPolicy(service)
                    .withTimeouts(Timeouts.DEFAULT.withPolicyCall(Duration.ofMinutes(1)))
                    .withObserve(true, Optional.empty()))) {
      Socket client = loop.client();
      Socket server = loop.server();
      login(client, server);
      say(client, "a2 RENAME x y\r\n");
      complete(client, server, "a2");
      client.close();
      loop.event(Event.SessionFinished.class);
      Loopback.eventually("session gone", () -> loop.gateway.statistics().sessions() == 0);
      over.set(true);
      Event.Decided decided = loop.event(Event.Decided.class);
      assertThat(decided.message()).isEqualTo("RENAME");
      assertThat(decided.mode()).isEqualTo("observe");
      assertThat(decided.action()).isEqualTo("reject");
    } finally {
      over.set(true);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void runawaysOfASecondPolicyDelayNobodyAndCostTheTrialOnly(Transport transport) throws Exception {
    over = new AtomicBoolean();
    UnaryOperator<Service> beside =
        service -> {
          try {
            return withPolicy(service, Loopback.policy(InForce::new))
                .withObserve(
                    false, Optional.of(new Observe.Second("Trial", Loopback.policy(Trial::new))));
          } catch (Exception broken) {
            throw new AssertionError(broken);
          }
        };
    try (Loopback loop = loop(transport, beside)) {
      Socket client = loop.client();
      Socket server = loop.server();
      login(client, server);
      for (int i = 1; i <= PolicyThreads.ABANDONED_MAX; i++) {
        say(client, "d" + i + " DELETE x\r\n");
        complete(client, server, "d" + i);
        // The policy in force answers while the other one's thread is lost.
        say(client, "no" + i + " NOOP\r\n");
        assertThat(line(client)).startsWith("no" + i + " NO [NOPERM]");
        Event.PolicyFailed failed = loop.event(Event.PolicyFailed.class);
        assertThat(failed.mode()).isEqualTo("observe");
        assertThat(failed.cause()).contains("longer than 30 ms");
        int abandoned = i;
        Loopback.eventually(
            "thread given up",
            () -> loop.gateway.statistics().policyThreadsAbandoned() == abandoned);
      }
      assertThat(loop.gateway.accepting()).isTrue();
      say(client, "c1 CREATE x\r\n");
      complete(client, server, "c1");
      assertThat(loop.event(Event.PolicyFailed.class).cause()).contains("isn't asked any more");
    } finally {
      over.set(true);
    }
  }

  private static Loopback loop(Transport transport, UnaryOperator<Service> changes)
      throws Exception {
    return Loopback.real(transport, changes);
  }

  private static Service withPolicy(Service service) {
    try {
      return withPolicy(service, Loopback.policy(Trial::new));
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  private static Service withPolicy(Service service, io.postern.policy.Policy policy) {
    return service
        .draft()
        .enforcing(policy)
        .timeouts(Timeouts.DEFAULT.withPolicyCall(Duration.ofMillis(30)))
        .service();
  }

  private static void login(Socket client, Socket server) throws IOException {
    say(server, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
    line(client);
    say(client, "a1 LOGIN joe pass\r\n");
    complete(client, server, "a1");
  }

  private static void complete(Socket client, Socket server, String tag) throws IOException {
    String command = line(server);
    say(server, command.substring(0, command.indexOf(' ')) + " OK done\r\n");
    assertThat(line(client)).startsWith(tag + " OK");
  }
}
