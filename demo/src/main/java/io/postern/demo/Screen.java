package io.postern.demo;

import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.audit.SessionInfo;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows decisions as they are made. A terminal may stand still (Ctrl-S), and event loops may not:
 * lines wait in a bounded queue, and what has no room is counted.
 */
final class Screen implements EventSink, AutoCloseable {
  private static final int LINES_MAX = 1024;
  private static final long CLOSE_MILLIS = 1000;

  /** Never shown; wakes the writer for the end. */
  private static final String END = "";

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES_MAX);
  private final AtomicLong lost = new AtomicLong();
  private final PrintStream out;
  private final DecisionLine form;
  private final Thread writer;

  Screen(PrintStream out, boolean colour) {
    this.out = out;
    this.form = new DecisionLine(colour);
    this.writer = Thread.ofPlatform().name("postern-screen").daemon().start(this::write);
  }

  void print(String text) {
    add(text.stripTrailing());
  }

  @Override
  public void event(SessionInfo session, Event event) {
    // The user's own clock, as on the wall.
    LocalTime now = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    form.of(now, session, event).ifPresent(this::add);
  }

  @Override
  public void close() {
    try {
      if (lines.offer(END)) {
        writer.join(CLOSE_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(String line) {
    if (!lines.offer(line)) {
      lost.incrementAndGet();
    }
  }

  private void write() {
    try {
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        out.println(line);
        long missing = lost.getAndSet(0);
        if (missing > 0) {
          out.println("(" + missing + " lines were lost: this screen is too slow)");
        }
        out.flush();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
