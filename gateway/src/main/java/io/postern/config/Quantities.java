package io.postern.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Durations and sizes as an administrator writes them: a whole number and a unit, without a space.
 */
public final class Quantities {
  /** More digits than any sensible value has, few enough that no unit overflows unseen. */
  private static final int DIGITS_MAX = 18;

  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private static final Map<String, Long> OCTETS = sizes();

  private Quantities() {}

  /** {@code 500ms}, {@code 30s}, {@code 35m}, {@code 1h}, {@code 7d}; nothing if it is none. */
  public static Optional<Duration> duration(String text) {
    return measure(text, MILLIS).map(Duration::ofMillis);
  }

  /**
   * {@code 64KiB}, {@code 100MiB}, {@code 2GiB}, {@code 512B}, or plain octets; nothing if it is
   * none.
   */
  public static Optional<Long> size(String text) {
    return measure(text, OCTETS);
  }

  /** A whole number; nothing if it is none. */
  public static Optional<Long> count(String text) {
    return measure(text, Map.of("", 1L));
  }

  /** The shortest way to write a duration: {@code 35m}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      long of = MILLIS.get(unit);
      if (millis != 0 && millis % of == 0) {
        return millis / of + unit;
      }
    }
    return millis + "ms";
  }

  /** The shortest way to write a size: {@code 64KiB}. */
  public static String text(long octets) {
    for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
      long of = OCTETS.get(unit);
      if (octets != 0 && octets % of == 0) {
        return octets / of + unit;
      }
    }
    return Long.toString(octets);
  }

  private static Optional<Long> measure(String text, Map<String, Long> units) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    Long unit = units.get(text.substring(digits));
    if (digits == 0 || digits > DIGITS_MAX || unit == null) {
      return Optional.empty();
    }
    long number = Long.parseLong(text.substring(0, digits));
    return number > Long.MAX_VALUE / unit ? Optional.empty() : Optional.of(number * unit);
  }

  private static Map<String, Long> sizes() {
    Map<String, Long> sizes = new LinkedHashMap<>();
    sizes.put("", 1L);
    sizes.put("B", 1L);
    sizes.put("KiB", 1L << 10);
    sizes.put("MiB", 1L << 20);
    sizes.put("GiB", 1L << 30);
    return sizes;
  }
}
