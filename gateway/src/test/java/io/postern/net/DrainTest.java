package io.postern.net;

import static io.postern.net.Loopback.hear;
import static io.postern.net.Loopback.hearEnd;
import static io.postern.net.Loopback.line;
import static io.postern.net.Loopback.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway goes down while sessions are in the middle of something. */
class DrainTest {
  private static final String BYE = "* BYE [UNAVAILABLE] Service is going down\r\n";
  private static final Duration LONG = Duration.ofMillis(Loopback.PATIENCE_MILLIS);

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void whatWasBegunIsAnswered(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Socket client = loop.client();
      Socket server = greeted(loop, client);
      say(client, "a1 NOOP\r\n");
      String noop = line(server);
      FutureTask<Drained> drain = drain(loop, LONG);
      Loopback.eventually("draining", () -> !loop.gateway.accepting());
      assertThat(loop.gateway.notAccepting()).get().asString().contains("draining");
      say(server, noop.replaceFirst(" .*", " OK done"));
      hear(client, "a1 OK done\r\n" + BYE);
      hearEnd(client);
      client.close();
      hearEnd(server);
      server.close();
      assertThat(drain.get()).isEqualTo(new Drained(1, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theTimeOfADrainIsBounded(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Socket waits = loop.client();
      Socket waitsServer = greeted(loop, waits);
      say(waits, "a1 NOOP\r\n");
      line(waitsServer);
      Socket streams = loop.client();
      Socket streamsServer = greeted(loop, streams);
      login(streams, streamsServer);
      say(streams, "a2 SELECT INBOX\r\n");
      say(streamsServer, line(streamsServer).replaceFirst(" .*", " OK done"));
      hear(streams, "a2 OK done\r\n");
      say(streams, "a3 FETCH 1 BODY[]\r\n");
      line(streamsServer);
      say(streamsServer, "* 1 FETCH (BODY[] {10}\r\nxxx");
      hear(streams, "* 1 FETCH (BODY[] {10}\r\nxxx");
      FutureTask<Drained> drain = drain(loop, Duration.ofMillis(200));
      // One can be told, the other is in the middle of a message.
      hear(waits, BYE);
      hearEnd(waits);
      Loopback.hearClose(streams);
      waits.close();
      streams.close();
      waitsServer.close();
      streamsServer.close();
      assertThat(drain.get()).isEqualTo(new Drained(0, 2));
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aClientThatIsNotGreetedYetHearsByeAsItsGreeting(Transport transport) throws Exception {
    try (Loopback loop = Loopback.real(transport, service -> service)) {
      Socket client = loop.client();
      Socket server = loop.server();
      Loopback.eventually("a session", () -> loop.gateway.statistics().sessions() == 1);
      FutureTask<Drained> drain = drain(loop, LONG);
      hear(client, BYE);
      hearEnd(client);
      client.close();
      server.close();
      assertThat(drain.get()).isEqualTo(new Drained(1, 0));
      assertThat(loop.event(Event.SessionFinished.class).cause()).isEqualTo(Event.Cause.DRAIN);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aLoopThatHangsIsSeen(Transport transport) throws Exception {
    CountDownLatch hung = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Hub.Sessions hanging =
        (settings, effects, now) ->
            new Pipe(effects) {
              @Override
              public void clientOctets(byte[] octets, int offset, int length, long time) {
                hung.countDown();
                try {
                  over.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
            };
    try (Loopback loop = Loopback.with(transport, hanging)) {
      assertThat(loop.gateway.loopsAnswer(LONG)).isTrue();
      say(loop.client(), "x");
      hung.await();
      assertThat(loop.gateway.loopsAnswer(Duration.ofMillis(50))).isFalse();
      over.countDown();
      assertThat(loop.gateway.loopsAnswer(LONG)).isTrue();
    } finally {
      over.countDown();
    }
  }

  private static FutureTask<Drained> drain(Loopback loop, Duration atMost) {
    FutureTask<Drained> drain = new FutureTask<>(() -> loop.gateway.drain(atMost));
    Thread.ofVirtual().start(drain);
    return drain;
  }

  /** A greeting; returns the server's side. */
  private static Socket greeted(Loopback loop, Socket client) throws Exception {
    Socket server = loop.server();
    say(server, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
    assertThat(line(client)).startsWith("* OK");
    return server;
  }

  private static void login(Socket client, Socket server) throws Exception {
    say(client, "a1 LOGIN alice secret\r\n");
    say(server, line(server).replaceFirst(" .*", " OK done"));
    assertThat(line(client)).startsWith("a1 OK");
  }
}
