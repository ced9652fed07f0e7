package io.postern.benchmarks;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a session at rest holds in the heap, without connections: the session object and all that is
 * its own. A program of its own, so that nothing else is in its heap.
 */
final class SessionFigures {
  private static final int SESSIONS = 4_000;

  private SessionFigures() {}

  /**
   * Octets of heap a session.
   *
   * @param fresh nothing has come yet
   * @param selected logged in, a mailbox selected
   * @param used and then a SEARCH has found 2,000 messages: a line of 10,000 octets
   */
  record Octets(long fresh, long selected, long used) {}

  /** Measures in a JVM of its own with these options. */
  static Octets inChild(List<String> options) throws IOException {
    String[] parts = ChildProcess.lineOf(SessionFigures.class, options).split(" ", -1);
    return new Octets(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  private static Octets measure() {
    long before = heap();
    OpenSession[] sessions = new OpenSession[SESSIONS];
    for (int i = 0; i < SESSIONS; i++) {
      sessions[i] = new OpenSession();
    }
    long fresh = heap();
    for (OpenSession session : sessions) {
      session.select();
    }
    long selected = heap();
    String found = IntStream.range(1000, 3000).mapToObj(Integer::toString).collect(joining(" "));
    for (OpenSession session : sessions) {
      session.client("c UID SEARCH UNSEEN\r\n");
      session.server("* SEARCH " + found + "\r\n" + OpenSession.TAG_PREFIX + "3 OK done\r\n");
    }
    found = null;
    long used = heap();
    for (OpenSession session : sessions) {
      if (session.over()) {
        throw new AssertionError("a session has ended");
      }
    }
    return new Octets(
        (fresh - before) / SESSIONS, (selected - before) / SESSIONS, (used - before) / SESSIONS);
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  public static void main(String[] args) {
    // The first round loads classes.
    measure();
    Octets octets = measure();
    System.out.printf(Locale.ROOT, "%d %d %d%n", octets.fresh(), octets.selected(), octets.used());
  }
}
