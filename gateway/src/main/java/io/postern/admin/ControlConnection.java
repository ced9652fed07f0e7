package io.postern.admin;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One that asks: line after line, until it has enough or takes too long. */
final class ControlConnection implements Runnable, ControlHandler.Talk {
  private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);

  /** A request is a verb and a few fields; a path may be among them. */
  static final int REQUEST_OCTETS_MAX = 64 * 1024;

  private final SocketChannel channel;
  private final Map<String, ControlHandler> handlers;
  private final ScheduledExecutorService clock;
  private final ControlTimes times;
  private final boolean admitted;
  private final Lines lines;

  /** Whether the reading is another thread's, until the end. */
  private boolean listening;

  ControlConnection(
      SocketChannel channel,
      Map<String, ControlHandler> handlers,
      ScheduledExecutorService clock,
      ControlTimes times,
      boolean admitted) {
    this.channel = channel;
    this.handlers = handlers;
    this.clock = clock;
    this.times = times;
    this.admitted = admitted;
    this.lines = new Lines(channel, REQUEST_OCTETS_MAX);
  }

  @Override
  public void run() {
    try (channel) {
      if (!admitted) {
        write(ControlAnswer.refused(ControlAnswer.BUSY, "too many ask at once").line());
        return;
      }
      converse();
    } catch (IOException gone) {
      // It has hung up, or took too long: either way there is nobody to tell.
      return;
    } catch (InterruptedException ending) {
      // Nobody interrupts this thread but its own handler's work: the gateway ends.
      return;
    }
  }

  private void converse() throws IOException, InterruptedException {
    try {
      while (!listening) {
        Optional<String> line = within(times.idleMillis(), lines::read);
        if (line.isEmpty()) {
          return;
        }
        write(answer(line.get()).line());
      }
    } catch (Lines.TooLong tooLong) {
      // Where the next one would begin is not worth knowing.
      write(ControlAnswer.refused(ControlAnswer.BAD_REQUEST, tooLong.getMessage()).line());
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

  @Override
  public void tell(Map<String, Object> fields) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("v", ControlRequest.VERSION);
    all.putAll(fields);
    write(Json.write(all));
  }

  @Override
  public void whenDone(Runnable stop) {
    listening = true;
    Thread.ofVirtual()
        .name("postern-control-listener")
        .start(
            () -> {
              try {
                // Whatever it says now, it has had its one request.
                var _ = lines.read();
              } catch (IOException gone) {
                // The same as its end.
              }
              stop.run();
            });
  }

  private ControlAnswer answer(String line) throws IOException, InterruptedException {
    try {
      ControlRequest request = ControlRequest.parse(line);
      ControlHandler handler = handlers.get(request.verb());
      if (handler == null) {
        return ControlAnswer.refused(
            ControlAnswer.UNKNOWN_VERB,
            "unknown verb, expected one of " + String.join(", ", new TreeSet<>(handlers.keySet())));
      }
      return handler.answer(request, this);
    } catch (IllegalArgumentException wrong) {
      return ControlAnswer.refused(ControlAnswer.BAD_REQUEST, String.valueOf(wrong.getMessage()));
    } catch (RuntimeException ours) {
      LOG.error("A request of the control socket failed", ours);
      return ControlAnswer.refused(ControlAnswer.INTERNAL, "internal error: " + ours);
    }
  }

  private void write(String line) throws IOException {
    var _ =
        within(
            times.writeMillis(),
            () -> {
              lines.write(line);
              return true;
            });
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  /** A blocked read or write of a channel ends when somebody closes it. */
  private <T> T within(long millis, Step<T> step) throws IOException {
    Future<?> alarm;
    try {
      alarm = clock.schedule(this::abort, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      throw new IOException("the gateway ends", closed);
    }
    try {
      return step.run();
    } finally {
      alarm.cancel(false);
    }
  }
}
