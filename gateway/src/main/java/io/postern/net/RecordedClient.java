package io.postern.net;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * The client of a recorded session. What it says goes to the session statement by statement, and
 * none before functions have answered what the one before it made the session ask: what comes of
 * each command is then recorded as its own. Confined to the loop.
 */
final class RecordedClient {
  /** The session, as what the client says is told to it. */
  interface To {
    /** How many of the octets, at least one, make one statement; it is recorded. */
    int statement(byte[] octets, int offset, int length);

    void octets(byte[] octets, int offset, int length, long now);

    /** The client sends no more, but its connection is there. */
    void closed(long now);
  }

  private final To to;

  /** Questions about its commands that are open. */
  private final Set<Long> asked = new HashSet<>();

  /** What it said behind them: as much as was read before anybody stopped reading. */
  private final ByteArrayOutputStream behind = new ByteArrayOutputStream(0);

  private boolean closes;

  RecordedClient(To to) {
    this.to = to;
  }

  void octets(byte[] octets, int offset, int length, long now) {
    if (behind.size() > 0) {
      behind.write(octets, offset, length);
      return;
    }
    int at = offset;
    int end = offset + length;
    while (at < end && asked.isEmpty()) {
      int next = to.statement(octets, at, end - at);
      to.octets(octets, at, next, now);
      at += next;
    }
    behind.write(octets, at, end - at);
  }

  void closed(long now) {
    if (behind.size() > 0) {
      closes = true;
    } else {
      to.closed(now);
    }
  }

  void asked(long question) {
    asked.add(question);
  }

  /** An answer was given to the session: goes on, if it was what was waited for. */
  void answered(long question, long now) {
    if (!asked.remove(question) || !asked.isEmpty() || behind.size() == 0) {
      return;
    }
    byte[] octets = behind.toByteArray();
    behind.reset();
    octets(octets, 0, octets.length, now);
    if (closes && behind.size() == 0) {
      closes = false;
      to.closed(now);
    }
  }

  /** Octets that wait here. */
  long held() {
    return behind.size();
  }
}
