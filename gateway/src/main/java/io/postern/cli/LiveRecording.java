package io.postern.cli;

import io.postern.session.SessionTap;
import io.postern.transcript.SessionRecording;
import io.postern.transcript.Voice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A session as it is recorded: its loop writes, and whoever asked for it reads the transcript's
 * lines. Between the two there is a bound, and a reader who is too slow loses the rest of the
 * recording, never holds the session up.
 */
final class LiveRecording implements SessionTap {
  /** Characters that may wait for the reader: some seconds of a busy session. */
  static final long WAITING_MAX = 8L * 1024 * 1024;

  /** What a line costs beside its characters; so that short lines have a bound, too. */
  private static final int LINE_COST = 64;

  /** Lines that are handed over at once. */
  private static final int PIECE_LINES_MAX = 64;

  static final String TOO_SLOW = "Whoever records was too slow: the rest is missing.";

  /** A line, or the end with its reason, which may be empty. */
  private record Item(String text, boolean end) {}

  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final SessionRecording recording;
  private boolean tooSlow;
  private boolean ended;

  /** A recording that hands its lines to what it is given here. */
  LiveRecording(Function<Consumer<String>, SessionRecording> made) {
    recording = made.apply(this::line);
  }

  /** What there is, by the reader's thread: waits for the first line, and takes what is behind. */
  Piece take() throws InterruptedException {
    List<Item> taken = new ArrayList<>();
    taken.add(items.take());
    // A few at a time, so that no line of the control socket has no bound.
    items.drainTo(taken, PIECE_LINES_MAX - 1);
    List<String> lines = new ArrayList<>();
    for (Item item : taken) {
      if (item.end()) {
        return new Piece(lines, Optional.of(item.text()));
      }
      waiting.addAndGet(-cost(item.text()));
      lines.add(item.text());
    }
    return new Piece(lines, Optional.empty());
  }

  /**
   * Some lines of the transcript.
   *
   * @param end why nothing comes behind them; the reason is empty where the session has ended
   */
  record Piece(List<String> lines, Optional<String> end) {}

  private void line(String line) {
    if (tooSlow) {
      return;
    }
    if (waiting.addAndGet(cost(line)) > WAITING_MAX) {
      tooSlow = true;
      return;
    }
    items.add(new Item(line, false));
  }

  private static long cost(String line) {
    return (long) line.length() + LINE_COST;
  }

  @Override
  public int clientSays(byte[] octets, int offset, int length) {
    return said(Voice.CLIENT, octets, offset, length);
  }

  @Override
  public int serverSays(byte[] octets, int offset, int length) {
    return said(Voice.SERVER, octets, offset, length);
  }

  @Override
  public void clientHears(byte[] octets, int offset, int length) {
    tell(() -> recording.heard(Voice.CLIENT, octets, offset, length));
  }

  @Override
  public void serverHears(byte[] octets, int offset, int length) {
    tell(() -> recording.heard(Voice.SERVER, octets, offset, length));
  }

  @Override
  public void clientSecured() {
    tell(() -> recording.handshakes(Voice.CLIENT));
  }

  @Override
  public void serverSecured() {
    tell(() -> recording.handshakes(Voice.SERVER));
  }

  @Override
  public void clientCloses(boolean abrupt) {
    tell(() -> recording.closes(Voice.CLIENT, abrupt));
  }

  @Override
  public void serverCloses(boolean abrupt) {
    tell(() -> recording.closes(Voice.SERVER, abrupt));
  }

  @Override
  public void clientClosed() {
    tell(() -> recording.closed(Voice.CLIENT));
  }

  @Override
  public void serverClosed() {
    tell(() -> recording.closed(Voice.SERVER));
  }

  @Override
  public void asked(long question) {
    tell(() -> recording.asked(question));
  }

  @Override
  public void answered(long question) {
    tell(() -> recording.answered(question));
  }

  @Override
  public void passes(long millis) {
    tell(() -> recording.passes(millis));
  }

  @Override
  public void drains() {
    tell(recording::drains);
  }

  @Override
  public void ends(String why) {
    if (ended) {
      return;
    }
    try {
      if (!recording.over()) {
        recording.ends(why.isEmpty() ? "The session has ended." : why);
      }
    } finally {
      end(why);
    }
  }

  private int said(Voice voice, byte[] octets, int offset, int length) {
    if (ended) {
      return length;
    }
    int used = recording.said(voice, octets, offset, length);
    look();
    return used;
  }

  private void tell(Runnable step) {
    if (!ended) {
      step.run();
      look();
    }
  }

  /** The recording may be over before the session is. */
  private void look() {
    if (tooSlow) {
      end(TOO_SLOW);
    } else if (recording.over()) {
      end("");
    }
  }

  private void end(String why) {
    if (!ended) {
      ended = true;
      if (tooSlow) {
        items.add(new Item("# " + TOO_SLOW, false));
      }
      items.add(new Item(tooSlow ? TOO_SLOW : why, true));
    }
  }
}
