package io.postern.benchmarks.load;

import java.util.Locale;

/**
 * What a generator is to do.
 *
 * @param work what one unit is
 * @param port where the proxy listens on 127.0.0.1
 * @param tls whether TLS begins with the connection
 * @param sessions how many at once
 * @param depth commands in flight in each session
 * @param size octets of a literal or lines of a list
 * @param millis how long new units begin
 */
public record Load(
    Work work, int port, boolean tls, int sessions, int depth, int size, int millis) {
  /** What one unit is. */
  public enum Work {
    /** NOOP and its answer. */
    COMMAND,
    /** FETCH of a list of {@code size} lines. */
    LIST,
    /** UID FETCH of a literal of {@code size} octets. */
    DOWNLOAD,
    /** APPEND of a literal of {@code size} octets, in turns synchronizing and not. */
    UPLOAD,
    /** Connect, LOGIN, LOGOUT, close. */
    CONNECT,
    /** A session that is logged in, has a mailbox selected, and rests. */
    REST
  }

  /** As one line, for {@link #parse}. */
  public String line() {
    return String.format(
        Locale.ROOT, "%s %d %b %d %d %d %d", work, port, tls, sessions, depth, size, millis);
  }

  static Load parse(String line) {
    String[] words = line.split(" ", -1);
    return new Load(
        Work.valueOf(words[0]),
        Integer.parseInt(words[1]),
        Boolean.parseBoolean(words[2]),
        Integer.parseInt(words[3]),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]),
        Integer.parseInt(words[6]));
  }

  /** Octets that one unit carries; 0 where they don't matter. */
  public long octets() {
    return switch (work) {
      case LIST -> Content.listOctets(size);
      case DOWNLOAD, UPLOAD -> size;
      case COMMAND, CONNECT, REST -> 0;
    };
  }
}
