package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Octets that nobody takes stay with who sends them; then all arrive. */
class BackPressureTest {
  private static final int MESSAGE_OCTETS = 32 * 1024 * 1024;

  /**
   * More than the kernel takes between gateway and reader, and less than with what it takes before
   * the gateway.
   */
  private static final int BEYOND_KERNEL_OCTETS = 8 * 1024 * 1024;

  /** The water mark and one read on top; Netty counts a little for itself, so it stops earlier. */
  private static final long OUTGOING_BOUND =
      (long) Outgoing.WATER_MARKS.high() + ReadSizes.READ_OCTETS;

  private static final int SMALL = 16 * 1024;

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aClientThatDoesNotReadStopsTheServer(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, (settings, effects, now) -> new Pipe(effects))) {
      Socket client = loop.client(SMALL);
      Socket server = loop.server();
      stallsThenArrives(loop, server, client);
      client.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aServerThatDoesNotReadStopsTheClient(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, (settings, effects, now) -> new Pipe(effects))) {
      loop.listener.setReceiveBufferSize(SMALL);
      Socket client = loop.client();
      Socket server = loop.server();
      stallsThenArrives(loop, client, server);
      client.close();
      loop.awaitNoSession();
    }
  }

  /** A FIN right behind the octets must not overtake them. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void whatWasSentBeforeTheEndArrivesThoughTheReaderIsSlow(Transport transport) throws Exception {
    try (Loopback loop = Loopback.with(transport, (settings, effects, now) -> new Pipe(effects))) {
      Socket client = loop.client(SMALL);
      Socket server = loop.server();
      Sender sender = new Sender(server, BEYOND_KERNEL_OCTETS);
      Thread thread = Thread.ofVirtual().start(sender);
      loopsUntilStill(loop, sender);
      receive(client, BEYOND_KERNEL_OCTETS);
      Loopback.hearEnd(client);
      thread.join();
      loop.awaitNoSession();
    }
  }

  /** Else its own answers would pile up here. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aClientThatDoesNotReadItsAnswersIsNotRead(Transport transport) throws Exception {
    Hub.Sessions echo =
        (settings, effects, now) ->
            new Pipe(effects) {
              @Override
              public void clientOctets(byte[] octets, int offset, int length, long at) {
                effects.toClient(octets, offset, length);
              }
            };
    try (Loopback loop = Loopback.with(transport, echo)) {
      Socket client = loop.client(SMALL);
      loop.server();
      stallsThenArrives(loop, client, client);
    }
  }

  /** Beyond the bound of all together, a session whose peer lags stops at once; others go on. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void inNeedOnlyWhoseReadersKeepUpGoOn(Transport transport) throws Exception {
    try (Loopback loop =
        Loopback.with(
            transport,
            s -> new GatewaySettings(s.transport(), s.loops(), s.heldOctetsMax(), 50_000),
            s -> s,
            (settings, effects, now) -> new Pipe(effects))) {
      Socket slow = loop.client(SMALL);
      Sender toSlow = new Sender(loop.server(), MESSAGE_OCTETS);
      Socket quick = loop.client();
      Sender toQuick = new Sender(loop.server(), BEYOND_KERNEL_OCTETS);
      Thread first = Thread.ofVirtual().start(toSlow);
      loopsUntilStill(loop, toSlow);
      Thread second = Thread.ofVirtual().start(toQuick);
      receive(quick, BEYOND_KERNEL_OCTETS);
      second.join();
      assertThat(first.isAlive()).isTrue();
      receive(slow, MESSAGE_OCTETS);
      first.join();
    }
  }

  private static void stallsThenArrives(Loopback loop, Socket from, Socket to) throws Exception {
    Sender sender = new Sender(from, MESSAGE_OCTETS);
    Thread thread = Thread.ofVirtual().start(sender);
    loopsUntilStill(loop, sender);
    // Kernel buffers take a few megabytes on loopback; we take no more than the bound.
    assertThat(sender.sent.get()).isLessThan(MESSAGE_OCTETS);
    assertThat(loop.gateway.statistics().outgoingOctets()).isPositive();
    receive(to, MESSAGE_OCTETS);
    thread.join();
    Loopback.eventually("all sent", () -> loop.gateway.statistics().outgoingOctets() == 0);
  }

  /** Until the gateway holds something and the sender has been still for a while of looking. */
  private static void loopsUntilStill(Loopback loop, Sender sender) {
    long[] last = {-1};
    long[] since = {System.nanoTime()};
    Loopback.eventually(
        "still",
        () -> {
          long outgoing = loop.gateway.statistics().outgoingOctets();
          assertThat(outgoing).isLessThanOrEqualTo(OUTGOING_BOUND);
          long sent = sender.sent.get();
          if (sent != last[0] || outgoing == 0) {
            last[0] = sent;
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > 200_000_000L;
        });
  }

  private static void receive(Socket socket, int octets) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[64 * 1024];
    int at = 0;
    while (at < octets) {
      int length = in.read(buffer, 0, Math.min(buffer.length, octets - at));
      assertThat(length).isPositive();
      for (int i = 0; i < length; i++) {
        if (buffer[i] != octet(at + i)) {
          throw new AssertionError("wrong octet at " + (at + i));
        }
      }
      at += length;
    }
  }

  private static byte octet(int at) {
    return (byte) (at * 31 + (at >>> 11));
  }

  /** Writes as fast as it can, then ends its output. */
  private static final class Sender implements Runnable {
    final AtomicLong sent = new AtomicLong();
    private final Socket socket;
    private final int octets;

    Sender(Socket socket, int octets) {
      this.socket = socket;
      this.octets = octets;
    }

    @Override
    public void run() {
      try {
        OutputStream out = socket.getOutputStream();
        byte[] buffer = new byte[10_000];
        for (int at = 0; at < octets; ) {
          int length = Math.min(buffer.length, octets - at);
          for (int i = 0; i < length; i++) {
            buffer[i] = octet(at + i);
          }
          out.write(buffer, 0, length);
          at += length;
          sent.set(at);
        }
        if (octets < MESSAGE_OCTETS) {
          socket.shutdownOutput();
        }
      } catch (IOException closed) {
        throw new AssertionError(closed);
      }
    }
  }
}
