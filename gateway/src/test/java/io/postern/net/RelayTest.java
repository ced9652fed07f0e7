package io.postern.net;

import static io.postern.net.Loopback.hear;
import static io.postern.net.Loopback.hearClose;
import static io.postern.net.Loopback.hearEnd;
import static io.postern.net.Loopback.line;
import static io.postern.net.Loopback.reset;
import static io.postern.net.Loopback.say;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.session.Effects;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a relay tells its session, and how it does what the session wants. */
class RelayTest {
  /** Says what it is told, and does only what the test says. */
  private static class Scribe extends Pipe {
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    long deadline = Long.MAX_VALUE;

    Scribe(Effects effects) {
      super(effects);
    }

    @Override
    public void serverUnreachable(long now) {
      told.add("unreachable");
      effects.toClient("gone".getBytes(US_ASCII), 0, 4);
      closeBoth();
    }

    @Override
    public void clientClosed(boolean abrupt, long now) {
      told.add("client " + (abrupt ? "gone" : "ended"));
      if (abrupt) {
        closeBoth();
      }
    }

    @Override
    public void serverClosed(boolean abrupt, long now) {
      told.add("server " + (abrupt ? "gone" : "ended"));
      if (abrupt) {
        closeBoth();
      }
    }

    @Override
    public void tick(long now) {
      told.add("tick");
      deadline = Long.MAX_VALUE;
      closeBoth();
    }

    @Override
    public long deadline() {
      return deadline;
    }

    void hears(String what) throws InterruptedException {
      assertThat(told.poll(Loopback.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(what);
    }
  }

  private final BlockingQueue<Scribe> made = new LinkedBlockingQueue<>();
  private Scribe scribe;

  private Hub.Sessions scribes() {
    return (settings, effects, now) -> {
      Scribe next = new Scribe(effects);
      made.add(next);
      return next;
    };
  }

  /** The session of the first client. */
  private Scribe scribe() throws InterruptedException {
    if (scribe == null) {
      scribe = made.poll(Loopback.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
    return scribe;
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void octetsPassBothWays(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, scribes())) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, "to the server");
      hear(server, "to the server");
      say(server, "to the client");
      hear(client, "to the client");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void anEndedPeerCanStillBeSpokenTo(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, scribes())) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, "last");
      client.shutdownOutput();
      hear(server, "last");
      scribe().hears("client ended");
      say(server, "answer");
      hear(client, "answer");
      server.shutdownOutput();
      scribe().hears("server ended");
      client.close();
      server.close();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aResetClientIsGone(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, scribes())) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, "x");
      hear(server, "x");
      reset(client);
      scribe().hears("client gone");
      hearEnd(server);
      server.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aResetServerIsGone(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, scribes())) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(server, "x");
      hear(client, "x");
      reset(server);
      scribe().hears("server gone");
      hearEnd(client);
      client.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aPeerThatEndedMayStillBeReset(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, scribes())) {
      Socket client = loop.client();
      Socket server = loop.server();
      client.shutdownOutput();
      scribe().hears("client ended");
      reset(client);
      // TCP tells of it when something is written at the latest.
      say(server, "x");
      Loopback.eventually(
          "told",
          () -> {
            try {
              say(server, "x");
            } catch (java.io.IOException closed) {
              return true;
            }
            return "client gone".equals(scribe.told.peek());
          });
      scribe().hears("client gone");
      server.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void anUnreachableServerIsToldAndLogged(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, scribes())) {
      loop.listener.close();
      Socket client = loop.client();
      hear(client, "gone");
      hearEnd(client);
      scribe().hears("unreachable");
      assertThat(loop.event(Event.ServerUnreachable.class).why()).isEqualTo("connection refused");
      client.close();
      loop.awaitNoSession();
    }
  }

  /** A closed socket with unread octets sends a RST, which would destroy the words. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void lastWordsAreHeardByAClientThatGoesOnTalking(Transport transport) throws Exception {
    Hub.Sessions sessions =
        (settings, effects, now) ->
            new Pipe(effects) {
              @Override
              public void clientOctets(byte[] octets, int offset, int length, long at) {
                effects.toClient("* BYE enough\r\n".getBytes(US_ASCII), 0, 14);
                closeBoth();
              }
            };
    try (Loopback loop = Loopback.with(transport, sessions)) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, "x");
      hearEnd(server);
      server.close();
      byte[] more = new byte[100_000];
      client.getOutputStream().write(more);
      client.getOutputStream().write(more);
      assertThat(line(client)).isEqualTo("* BYE enough\r\n");
      hearEnd(client);
      client.close();
      loop.awaitNoSession();
    }
  }

  /** Our last words are more than the kernel takes, and nobody reads them. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aClientThatNeverReadsIsCutOff(Transport transport) throws Exception {
    Hub.Sessions sessions =
        (settings, effects, now) ->
            new Pipe(effects) {
              @Override
              public void clientOctets(byte[] octets, int offset, int length, long at) {
                byte[] much = new byte[16 * 1024 * 1024];
                effects.toClient(much, 0, much.length);
                closeBoth();
              }
            };
    try (Loopback loop = Loopback.with(transport, sessions)) {
      Socket client = loop.client(16 * 1024);
      Socket server = loop.server();
      say(client, "x");
      hearEnd(server);
      server.close();
      loop.awaitNoSession();
      hearClose(client);
    }
  }

  /** Ends after its bounded time: flushed words fit the kernel, so lingering is what ends. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aClientThatNeverClosesIsClosed(Transport transport) throws Exception {
    Hub.Sessions sessions =
        (settings, effects, now) ->
            new Pipe(effects) {
              @Override
              public void clientOctets(byte[] octets, int offset, int length, long at) {
                closeBoth();
              }
            };
    try (Loopback loop = Loopback.with(transport, sessions)) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, "x");
      hearEnd(client);
      hearEnd(server);
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aFaultInASessionEndsThatSessionOnly(Transport transport) throws Exception {
    Hub.Sessions sessions =
        (settings, effects, now) ->
            new Pipe(effects) {
              @Override
              public void clientOctets(byte[] octets, int offset, int length, long at) {
                if (octets[offset] == '!') {
                  throw new IllegalStateException("secret");
                }
                super.clientOctets(octets, offset, length, at);
              }
            };
    try (Loopback loop = Loopback.with(transport, sessions)) {
      Socket good = loop.client();
      Socket goodServer = loop.server();
      Socket bad = loop.client();
      Socket badServer = loop.server();
      say(bad, "!");
      hearClose(bad);
      hearClose(badServer);
      Event.OurFault told = loop.event(Event.OurFault.class);
      assertThat(told.where()).startsWith("java.lang.IllegalStateException at RelayTest");
      assertThat(told.where()).doesNotContain("secret");
      assertThat(loop.event(Event.SessionFinished.class).cause())
          .isEqualTo(Event.Cause.INTERNAL_ERROR);
      assertThat(loop.gateway.statistics().internalErrorsTotal()).isEqualTo(1);
      say(good, "still here");
      hear(goodServer, "still here");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aSessionThatCannotBeginHurtsNobody(Transport transport) throws Exception {
    int[] begun = {0};
    Hub.Sessions sessions =
        (settings, effects, now) -> {
          if (begun[0]++ == 0) {
            throw new IllegalStateException();
          }
          return new Pipe(effects);
        };
    try (Loopback loop =
        Loopback.with(transport, settings -> settings, s -> s.withConnections(1), sessions)) {
      hearClose(loop.client());
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, "x");
      hear(server, "x");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void timeIsToldWhenASessionWantsIt(Transport transport) throws Exception {
    Hub.Sessions sessions =
        (settings, effects, now) -> {
          Scribe ticked = new Scribe(effects);
          ticked.deadline = now + 30;
          made.add(ticked);
          return ticked;
        };
    try (Loopback loop = Loopback.with(transport, sessions)) {
      Socket client = loop.client();
      scribe().hears("tick");
      hearEnd(client);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aClientThatIsNotWantedIsNotRead(Transport transport) throws Exception {
    Hub.Sessions sessions =
        (settings, effects, now) ->
            new Scribe(effects) {
              @Override
              public void clientOctets(byte[] octets, int offset, int length, long at) {
                told.add(length + " octets");
                effects.readClient(false);
                effects.toServer(octets, offset, length);
              }

              @Override
              public void serverOctets(byte[] octets, int offset, int length, long at) {
                effects.readClient(true);
              }

              {
                made.add(this);
              }
            };
    try (Loopback loop = Loopback.with(transport, sessions)) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, "one");
      hear(server, "one");
      scribe().hears("3 octets");
      say(client, "two, unread");
      say(server, "go on");
      hear(server, "two, unread");
      scribe().hears("11 octets");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void overTheCapAClientIsToldBye(Transport transport) throws Exception {
    try (Loopback loop =
        Loopback.with(transport, settings -> settings, s -> s.withConnections(2), scribes())) {
      Socket first = loop.client();
      loop.server();
      loop.client();
      Socket second = loop.server();
      Socket third = loop.client();
      assertThat(line(third)).startsWith("* BYE [UNAVAILABLE] ").endsWith("\r\n");
      hearEnd(third);
      assertThat(loop.event(Event.LimitReached.class))
          .isEqualTo(new Event.LimitReached("connections", "refused"));
      assertThat(loop.gateway.statistics().refusedTotal()).isEqualTo(1);
      reset(first);
      Loopback.eventually("one place", () -> loop.gateway.statistics().sessions() == 1);
      Socket fourth = loop.client();
      Socket fourthServer = loop.server();
      say(fourth, "x");
      hear(fourthServer, "x");
      second.close();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void whoHoldsMostIsEndedWhenAllHoldTooMuch(Transport transport) throws Exception {
    BlockingQueue<Event.Cause> causes = new LinkedBlockingQueue<>();
    Hub.Sessions sessions =
        (settings, effects, now) ->
            new Pipe(effects) {
              private long held;

              @Override
              public void clientOctets(byte[] octets, int offset, int length, long at) {
                held += (octets[offset] - '0') * 1_000L;
                effects.toServer(octets, offset, length);
              }

              @Override
              public void end(Event.Cause cause, long at) {
                causes.add(cause);
                held = 0;
                closeBoth();
              }

              @Override
              public long heldOctets() {
                return held;
              }
            };
    try (Loopback loop =
        Loopback.with(
            transport,
            s -> new GatewaySettings(s.transport(), s.loops(), 10_000, s.outgoingOctetsMax()),
            s -> s,
            sessions)) {
      Socket small = loop.client();
      Socket smallServer = loop.server();
      Socket large = loop.client();
      Socket largeServer = loop.server();
      say(small, "4");
      hear(smallServer, "4");
      say(large, "7");
      hear(largeServer, "7");
      // Over the bound: neither is read any more, until the larger one is ended.
      say(small, "0");
      hearEnd(largeServer);
      hearEnd(large);
      assertThat(loop.event(Event.LimitReached.class))
          .isEqualTo(new Event.LimitReached("held", "ended"));
      hear(smallServer, "0");
      assertThat(causes).containsExactly(Event.Cause.LIMIT);
      Loopback.eventually(
          "the other's memory counted out", () -> loop.gateway.statistics().heldOctets() == 4_000);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aDrainEndsAllAndTakesNoMore(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, (settings, effects, now) -> new Pipe(effects))) {
      Socket client = loop.client();
      Socket server = loop.server();
      client.setSoTimeout(Loopback.PATIENCE_MILLIS);
      Thread closing =
          Thread.ofVirtual()
              .start(
                  () -> {
                    hearClose(client);
                    hearClose(server);
                    try {
                      client.close();
                      server.close();
                    } catch (java.io.IOException closed) {
                      throw new AssertionError(closed);
                    }
                  });
      assertThat(loop.gateway.accepting()).isTrue();
      io.postern.service.Address at = loop.gateway.listening().getFirst().address();
      assertThat(loop.gateway.drain(java.time.Duration.ofMillis(Loopback.PATIENCE_MILLIS)))
          .isEqualTo(new Drained(1, 0));
      closing.join();
      assertThat(loop.gateway.accepting()).isFalse();
      assertThat(loop.gateway.notAccepting())
          .hasValueSatisfying(reason -> assertThat(reason).contains("draining"));
      // NIO's socket listens for a moment longer; then whoever came is closed.
      try {
        hearClose(new Socket(at.host(), at.port()));
      } catch (java.io.IOException refused) {
        assertThat(refused).isInstanceOf(java.net.ConnectException.class);
      }
      assertThat(loop.gateway.statistics().sessions()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void closingEndsWhatIsThere(Transport transport) throws Exception {
    Socket client;
    Socket server;
    try (Loopback loop = Loopback.with(transport, scribes())) {
      client = loop.client();
      server = loop.server();
      loop.gateway.close();
      hearClose(client);
      hearClose(server);
    }
  }
}
