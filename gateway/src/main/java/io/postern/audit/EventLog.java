package io.postern.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes events as lines, on a thread of its own. A full disk, a closed or stuck output costs
 * lines, never a session: what the queue has no room for and what can't be written is counted, and
 * a later line says how many were lost.
 */
public final class EventLog implements EventSink, AutoCloseable {
  /**
   * Events that may wait; about 10 MiB at worst, and some tenths of a second at the rate of a busy
   * gateway.
   */
  private static final int QUEUE_MAX = 16_384;

  /** Lines that are written at once. */
  private static final int BATCH_MAX = 256;

  /**
   * How long lines gather behind a write. Else a gateway with many short sessions wakes this thread
   * and writes for each line, which costs more than to make it.
   */
  private static final long GATHER_MILLIS = 10;

  /** How long a close waits for a slow output. */
  private static final long CLOSE_SECONDS = 2;

  /** How often the repetitions that were left out are looked at while nothing happens. */
  private static final long PAUSE_MILLIS = 1000;

  private record Entry(Instant time, SessionInfo session, Event event) {}

  /** Says nothing, but wakes the writer for a close. */
  private static final Entry WAKE =
      new Entry(
          Instant.EPOCH,
          new SessionInfo("", "", "", 0, "", Optional.empty()),
          new Event.SessionOpened());

  private final BlockingQueue<Entry> queue;
  private final AtomicLong lost = new AtomicLong();
  private final OutputStream out;
  private final LogFormat format;
  private final Clock clock;
  private final RepeatLimit repeats = new RepeatLimit(System.nanoTime());
  private final Thread writer;
  private final List<Entry> entries = new ArrayList<>(BATCH_MAX);
  private final StringBuilder batch = new StringBuilder();

  /** Lines in the batch. */
  private long lines;

  /** Whether there was anything to write last time. */
  private boolean wrote;

  /** Whether the last write failed, perhaps in mid-line. */
  private boolean broken;

  private volatile boolean closing;

  /**
   * Starts a log on an output, which stays the caller's. It should be unbuffered: lines are
   * gathered here.
   */
  public EventLog(OutputStream out, LogFormat format, Clock clock) {
    this(out, format, clock, QUEUE_MAX);
  }

  EventLog(OutputStream out, LogFormat format, Clock clock, int queueMax) {
    this.out = out;
    this.format = format;
    this.clock = clock;
    this.queue = new ArrayBlockingQueue<>(queueMax);
    this.writer = Thread.ofPlatform().name("postern-log").daemon().unstarted(this::run);
    writer.start();
  }

  @Override
  public void event(SessionInfo session, Event event) {
    if (closing || !queue.offer(new Entry(clock.instant(), session, event))) {
      lost.incrementAndGet();
    }
  }

  /** Lines that were lost and that no line has told of yet. */
  public long lost() {
    return lost.get();
  }

  /** Writes what waits, as far as the output takes it in 2 s. */
  @Override
  public void close() {
    closing = true;
    // Where there is no room the writer is awake anyway.
    queue.offer(WAKE);
    try {
      writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException interrupted) {
      // Whoever interrupts wants to be gone; the thread is a daemon.
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean last = false;
    while (!last) {
      // Read before the queue is: what came before the close is then still found.
      boolean closed = closing;
      gather(closed ? Optional.ofNullable(queue.poll()) : await());
      last = closed && queue.isEmpty();
      if (last) {
        repeats.all().forEach(what -> append(LogLines.suppressed(clock.instant(), what)));
      }
      write();
    }
  }

  /** The next one; behind a write that took all there was, some will have gathered by then. */
  private Optional<Entry> await() {
    try {
      if (wrote && queue.size() < BATCH_MAX) {
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS));
      }
      return Optional.ofNullable(queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      // Nobody else has this thread.
      throw new AssertionError(interrupted);
    }
  }

  /** Turns what waits into lines, up to a batch. */
  private void gather(Optional<Entry> first) {
    first.ifPresent(this::append);
    queue.drainTo(entries, BATCH_MAX - 1);
    entries.forEach(this::append);
    entries.clear();
    repeats
        .ended(System.nanoTime())
        .forEach(what -> append(LogLines.suppressed(clock.instant(), what)));
  }

  @SuppressWarnings("ReferenceEquality") // one object says: wake up
  private void append(Entry entry) {
    if (entry != WAKE && repeats.passes(entry.session(), entry.event(), System.nanoTime())) {
      try {
        append(LogLines.of(entry.time(), entry.session(), entry.event()));
      } catch (RuntimeException ours) {
        // Our mistake, and it shows as a lost line: a log that dies of one event would be worse.
        lost.incrementAndGet();
      }
    }
  }

  private void append(LogLine line) {
    format.append(line, batch);
    batch.append('\n');
    lines++;
  }

  private void write() {
    long untold = lost.getAndSet(0);
    if (untold > 0) {
      append(LogLines.lost(clock.instant(), untold));
    }
    wrote = lines > 0;
    if (!wrote) {
      return;
    }
    try {
      // A line that was cut short by an error must not swallow the next one's head.
      String text = broken ? "\n" + batch : batch.toString();
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      broken = false;
    } catch (IOException unwritable) {
      // The disk may be emptied, the pipe won't come back: either way the gateway's work goes on.
      broken = true;
      lost.addAndGet(untold + lines - (untold > 0 ? 1 : 0));
    } finally {
      batch.setLength(0);
      lines = 0;
    }
  }
}
