package io.postern.benchmarks.load;

import java.util.Locale;

/**
 * What a generator has done.
 *
 * @param units complete ones, each checked
 * @param nanos from the first octet sent to the last one received
 * @param p50 time of a unit, in nanoseconds: the median
 * @param tls protocol and cipher, or {@code -}
 */
public record Done(long units, long nanos, long p50, long p99, long p999, String tls) {
  String line() {
    return String.format(Locale.ROOT, "%d %d %d %d %d %s", units, nanos, p50, p99, p999, tls);
  }

  /** From the line that a generator says. */
  public static Done parse(String line) {
    String[] words = line.split(" ", 6);
    return new Done(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        words[5]);
  }
}
