package io.postern.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, each within its time and size; then the connection is closed. */
final class HttpConnection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  /** A request here is a path and what a program says of itself. */
  static final int REQUEST_OCTETS_MAX = 8 * 1024;

  /** What may come behind a request and is swallowed. */
  private static final int LINGER_OCTETS_MAX = 64 * 1024;

  private final SocketChannel channel;
  private final Function<HttpRequest, HttpAnswer> pages;
  private final ScheduledExecutorService clock;
  private final HttpTimes times;
  private final boolean admitted;

  HttpConnection(
      SocketChannel channel,
      Function<HttpRequest, HttpAnswer> pages,
      ScheduledExecutorService clock,
      HttpTimes times,
      boolean admitted) {
    this.channel = channel;
    this.pages = pages;
    this.clock = clock;
    this.times = times;
    this.admitted = admitted;
  }

  @Override
  public void run() {
    try (channel) {
      Future<?> late = abortIn(times.requestMillis());
      Said said =
          admitted
              ? said()
              : new Said(HttpAnswer.text(503, "too many ask at once, try again"), false);
      late.cancel(false);
      late = abortIn(times.answerMillis());
      ByteBuffer octets = said.answer().octets(said.head());
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      late.cancel(false);
      linger();
    } catch (IOException | RejectedExecutionException gone) {
      // It has hung up or took too long, or the gateway ends: there is nobody to tell.
      return;
    }
  }

  /** Hangs up; any thread. */
  void abort() {
    try {
      channel.close();
    } catch (IOException gone) {
      // Closed is closed.
      return;
    }
  }

  private record Said(HttpAnswer answer, boolean head) {}

  private Said said() throws IOException {
    Optional<String> head = head();
    if (head.isEmpty()) {
      return new Said(
          HttpAnswer.text(431, "a request has at most " + REQUEST_OCTETS_MAX + " octets"), false);
    }
    HttpRequest request;
    try {
      request = HttpRequest.parse(head.get());
    } catch (IllegalArgumentException malformed) {
      return new Said(HttpAnswer.text(400, malformed.getMessage()), false);
    }
    boolean headOnly = request.method().equals("HEAD");
    if (!headOnly && !request.method().equals("GET")) {
      return new Said(HttpAnswer.notAllowed(), false);
    }
    try {
      return new Said(pages.apply(request), headOnly);
    } catch (RuntimeException | Error ours) {
      LOG.error("A request to the HTTP listener failed", ours);
      return new Said(HttpAnswer.text(500, "internal error"), headOnly);
    }
  }

  /** Up to the empty line, without it; nothing where it is over its bound. */
  private Optional<String> head() throws IOException {
    ByteBuffer in = ByteBuffer.allocate(REQUEST_OCTETS_MAX);
    int looked = 0;
    while (true) {
      for (; looked + 4 <= in.position(); looked++) {
        if (in.getInt(looked) == 0x0D0A0D0A) {
          return Optional.of(new String(in.array(), 0, looked, StandardCharsets.ISO_8859_1));
        }
      }
      if (!in.hasRemaining()) {
        return Optional.empty();
      }
      if (channel.read(in) < 0) {
        throw new IOException("ended within a request");
      }
    }
  }

  /** Closed with octets unread, a connection is reset, and the answer may be lost with it. */
  private void linger() throws IOException {
    Future<?> late = abortIn(times.lingerMillis());
    channel.shutdownOutput();
    ByteBuffer nothing = ByteBuffer.allocate(4096);
    int left = LINGER_OCTETS_MAX;
    while (left > 0) {
      int read = channel.read(nothing.clear());
      if (read < 0) {
        break;
      }
      left -= read;
    }
    late.cancel(false);
  }

  private Future<?> abortIn(long millis) {
    return clock.schedule(this::abort, millis, TimeUnit.MILLISECONDS);
  }
}
