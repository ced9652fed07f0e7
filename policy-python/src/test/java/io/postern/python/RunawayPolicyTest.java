package io.postern.python;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.net.Transport;
import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.service.Address;
import io.postern.service.Service;
import io.postern.service.Timeouts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that don't come back, and the other sessions of their loop, between real sockets. */
class RunawayPolicyTest {
  private static final int PATIENCE_MILLIS = 60_000;

  /**
   * {@code power} is one native operation, which hears no interrupt once it has begun: eight to ten
   * seconds of a core, which is enough to be given up, and over when others want to test.
   */
  private static final String POLICY =
      """
      import time

      class Runaway(ImapProxy):
          def config(self):
              super().config()
              self.request["NOOP"] = (IMAP_REQ_POLICY, self.noop)
              self.request["CREATE"] = (IMAP_REQ_POLICY, self.create)

          def noop(self, tag, command, args):
              self.calls = getattr(self, "calls", 0) + 1
              return (IMAP_REQ_RESPOND, "OK call %d" % self.calls)

          def create(self, tag, command, args):
              log(self, "imap.policy", 3, "begins")
              if args[0] == "loop":
                  while True:
                      pass
              if args[0] == "sleep":
                  time.sleep(3600)
              if args[0] == "power":
                  10**(3*10**7)
              return IMAP_REQ_ACCEPT
      """;

  @TempDir private Path folder;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Gateway gateway;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"loop,400,true", "sleep,400,true", "power,2000,false"})
  void itsSessionEndsAndOthersOfTheLoopAreServedBehindIt(String runaway, int limit, boolean heard)
      throws Exception {
    start(Duration.ofMillis(limit));
    Talk bad = talk();
    // Its first call is the slow one: the limit must not pass before the function runs away.
    assertThat(bad.ask("b0 CREATE box")).isEqualTo("b0 OK done");
    Talk asking = talk();
    assertThat(asking.ask("b1 NOOP")).isEqualTo("b1 OK call 1");
    bad.say("b1 CREATE " + runaway);
    // What the server answered here, the loop heard after it had heard the CREATE.
    assertThat(asking.ask("b2 LIST \"\" *")).isEqualTo("b2 OK done");
    asking.say("b3 NOOP");
    assertThat(bad.hear()).startsWith("* BYE [SERVERBUG]");
    assertThat(bad.hear()).isEmpty();
    assertThat(asking.hear()).startsWith("b3 OK call ");
    Event.PolicyFailed failed = event(Event.PolicyFailed.class);
    assertThat(failed.function()).isEqualTo("create");
    assertThat(failed.cause()).isEqualTo("took longer than " + limit + " ms");
    assertThat(failed.rule()).isEqualTo("runaway.py:13 in create");
    assertThat(gateway.statistics().policyThreadsAbandoned()).isEqualTo(heard ? 0 : 1);
    // A session's own object lives on where the thread does, and begins anew on another.
    assertThat(asking.ask("b4 NOOP")).isEqualTo(heard ? "b4 OK call 3" : "b4 OK call 2");
    assertThat(gateway.accepting()).isTrue();
  }

  @Test
  void sessionsThatCallNoFunctionDoNotNotice() throws Exception {
    start(Duration.ofSeconds(5));
    Talk bad = talk();
    Talk plain = talk();
    bad.say("b1 CREATE loop");
    assertThat(event(Event.LoggedIn.class)).isNotNull();
    for (int i = 0; i < 20; i++) {
      assertThat(plain.ask("p" + i + " LIST \"\" *")).isEqualTo("p" + i + " OK done");
    }
    // All that was while the function ran.
    assertThat(bad.in.ready()).isFalse();
    assertThat(bad.hear()).startsWith("* BYE [SERVERBUG]");
    assertThat(plain.ask("p LIST \"\" *")).isEqualTo("p OK done");
  }

  @Test
  void whatAFunctionLoggedBeforeItsEndIsTold() throws Exception {
    start(Duration.ofMillis(400));
    Talk bad = talk();
    bad.say("b1 CREATE sleep");
    Event.FunctionLogged logged = event(Event.FunctionLogged.class);
    assertThat(logged.text()).isEqualTo("begins");
    assertThat(logged.topic()).isEqualTo("imap.policy");
    assertThat(event(Event.PolicyFailed.class).decisionId()).isEqualTo(logged.decisionId());
  }

  /** One loop, so that all sessions are neighbours. */
  private void start(Duration limit) throws Exception {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(server);
    Thread.ofPlatform().daemon().start(() -> accept(server));
    Files.writeString(folder.resolve("runaway.py"), POLICY);
    Policy policy =
        switch (new Policies(List.of()).load("runaway.py", folder, new Place("test", 1, 1))) {
          case PolicyLoad.Loaded loaded -> loaded.policy();
          case PolicyLoad.Failed failed -> throw new AssertionError(failed.errors());
        };
    Service service =
        Service.of(
                "test",
                List.of(new Address("127.0.0.1", 0)),
                new Address("127.0.0.1", server.getLocalPort()),
                policy)
            .withTimeouts(Timeouts.DEFAULT.withPolicyCall(limit));
    GatewaySettings best = GatewaySettings.best();
    gateway =
        new Gateway(
            List.of(service),
            (session, event) -> events.add(event),
            new GatewaySettings(
                Transport.best(), 1, best.heldOctetsMax(), best.outgoingOctetsMax()));
    open.add(gateway);
    gateway.start();
  }

  private void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException over) {
      // The test is over.
      return;
    }
  }

  private static void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      socket.getOutputStream().write("* OK [CAPABILITY IMAP4rev1] ready\r\n".getBytes(US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String tag = line.substring(0, line.indexOf(' '));
        socket.getOutputStream().write((tag + " OK done\r\n").getBytes(US_ASCII));
      }
    } catch (IOException gone) {
      // The gateway has ended the session; what was heard is the client's to say.
      return;
    }
  }

  private Talk talk() throws IOException {
    Address at = gateway.listening().getFirst().address();
    Socket socket = new Socket(at.host(), at.port());
    open.add(socket);
    socket.setSoTimeout(PATIENCE_MILLIS);
    Talk talk =
        new Talk(
            socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)));
    assertThat(talk.hear()).startsWith("* OK");
    assertThat(talk.ask("a LOGIN joe secret")).isEqualTo("a OK done");
    return talk;
  }

  /** The next event of that kind. */
  private <E extends Event> E event(Class<E> kind) throws InterruptedException {
    while (true) {
      Event event = events.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(event).as("waiting for " + kind.getSimpleName()).isNotNull();
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
    }
  }

  /** A client's side. */
  private record Talk(Socket socket, BufferedReader in) {
    void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
    }

    /** The next line; empty at the end. */
    String hear() throws IOException {
      String line = in.readLine();
      return line == null ? "" : line;
    }

    String ask(String line) throws IOException {
      say(line);
      return hear();
    }
  }
}
