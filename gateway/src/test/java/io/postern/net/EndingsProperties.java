package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Seeds;
import io.postern.service.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients and servers that talk sense or nonsense, dawdle, and end as they like: nothing is left
 * behind, and nothing in us breaks. The operating system decides the order, so a seed repeats what
 * is said, not what happens.
 */
class EndingsProperties {
  private static final int SESSIONS = 40;

  /** Peers that wait for each other are ended by the gateway. */
  private static final Duration SHORT = Duration.ofMillis(300);

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void whateverPeersDoNothingIsLeftBehind(long seed) throws Exception {
    SplittableRandom random = Seeds.random(seed);
    Transport transport = Loopback.transports().get(random.nextInt(Loopback.transports().size()));
    Timeouts brief = Timeouts.DEFAULT.withBeforeLogin(SHORT).withIdle(SHORT);
    try (Loopback loop = Loopback.real(transport, service -> service.withTimeouts(brief));
        ExecutorService peers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        Socket client = loop.client();
        Socket server = loop.server();
        SplittableRandom ofClient = random.split();
        SplittableRandom ofServer = random.split();
        all.add(peers.submit(() -> client(client, ofClient)));
        all.add(peers.submit(() -> server(server, ofServer)));
      }
      for (Future<?> one : all) {
        one.get();
      }
      loop.awaitNoSession();
      assertThat(loop.gateway.statistics().internalErrorsTotal()).isZero();
      assertThat(loop.gateway.statistics().sessionsTotal()).isEqualTo(SESSIONS);
    }
  }

  private static void client(Socket socket, SplittableRandom random) {
    String[] lines = {
      "a LOGIN joe pass\r\n",
      "b SELECT INBOX\r\n",
      "c FETCH 1 BODY[]\r\n",
      "d NOOP\r\n",
      "e APPEND INBOX {10}\r\n",
      "f APPEND INBOX {20+}\r\n01234567890123456789\r\n",
      "0123456789\r\n",
      "g IDLE\r\n",
      "DONE\r\n",
      "nonsense\r\n",
      "bare\n",
      "h LOGOUT\r\n"
    };
    try {
      for (int i = random.nextInt(12); i > 0; i--) {
        // In order at first, so that many get somewhere.
        int at = random.nextInt(4) == 0 ? random.nextInt(lines.length) : Math.min(12 - i, 11);
        byte[] octets = lines[at].getBytes(US_ASCII);
        int length = random.nextInt(5) == 0 ? random.nextInt(octets.length + 1) : octets.length;
        socket.getOutputStream().write(octets, 0, length);
        if (random.nextBoolean()) {
          read(socket, random.nextInt(200));
        }
      }
    } catch (IOException closed) {
      // The gateway closed: it may.
      return;
    } finally {
      end(socket, random);
    }
  }

  private static void server(Socket socket, SplittableRandom random) {
    try {
      if (random.nextInt(10) > 0) {
        say(socket, "* OK [CAPABILITY IMAP4rev1 LITERAL+ IDLE] ready\r\n");
      }
      for (int i = random.nextInt(12); i > 0; i--) {
        String line = line(socket);
        String tag = line.indexOf(' ') < 0 ? "*" : line.substring(0, line.indexOf(' '));
        if (line.endsWith("BODY[]")) {
          int size = random.nextInt(300_000);
          say(socket, "* 1 FETCH (BODY[] {" + size + "}\r\n");
          socket.getOutputStream().write(new byte[random.nextInt(10) > 0 ? size : size / 2]);
          say(socket, ")\r\n");
        } else if (line.endsWith("}") || line.endsWith("IDLE")) {
          say(socket, "+ go on\r\n");
        }
        switch (random.nextInt(12)) {
          case 0 -> say(socket, "* BYE tired\r\n");
          case 1 -> say(socket, "nonsense\r\n");
          case 2 -> say(socket, tag + " NO not now\r\n");
          default -> say(socket, tag + " OK done\r\n");
        }
      }
    } catch (IOException closed) {
      // The gateway closed: it may.
      return;
    } finally {
      end(socket, random);
    }
  }

  private static void end(Socket socket, SplittableRandom random) {
    try {
      switch (random.nextInt(3)) {
        case 0 -> Loopback.reset(socket);
        case 1 -> socket.close();
        default -> {
          socket.shutdownOutput();
          Loopback.hearClose(socket);
          socket.close();
        }
      }
    } catch (IOException gone) {
      // Reset by the gateway meanwhile: it is as closed as can be.
      return;
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** Up to that many octets, at least one. */
  private static void read(Socket socket, int octets) throws IOException {
    socket.setSoTimeout(20);
    try {
      if (socket.getInputStream().read(new byte[octets + 1]) < 0) {
        throw new IOException("ended");
      }
    } catch (java.net.SocketTimeoutException nothing) {
      // Nothing was said; the client goes on.
      return;
    } finally {
      socket.setSoTimeout(Loopback.PATIENCE_MILLIS);
    }
  }

  private static String line(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("ended");
      }
      line.append((char) octet);
    }
    return line.toString().trim();
  }
}
