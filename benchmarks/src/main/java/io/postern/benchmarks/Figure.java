package io.postern.benchmarks;

import java.util.Locale;
import java.util.Optional;

/**
 * One measured value.
 *
 * @param part what was measured: groups the table
 * @param name which of it
 * @param goal what it should be, if that was ever promised
 */
record Figure(String part, String name, double value, String unit, Optional<Goal> goal) {
  /** A bound; {@code atMost} or at least. */
  record Goal(double bound, boolean atMost) {
    boolean reached(double value) {
      return atMost ? value <= bound : value >= bound;
    }
  }

  static Figure of(String part, String name, double value, String unit) {
    return new Figure(part, name, value, unit, Optional.empty());
  }

  Figure atMost(double bound) {
    return new Figure(part, name, value, unit, Optional.of(new Goal(bound, true)));
  }

  Figure atLeast(double bound) {
    return new Figure(part, name, value, unit, Optional.of(new Goal(bound, false)));
  }

  /** One line of the table. */
  String line() {
    String bound =
        goal.map(
                wanted ->
                    (wanted.atMost() ? "<= " : ">= ")
                        + number(wanted.bound())
                        + (wanted.reached(value) ? "" : "  MISSED"))
            .orElse("");
    return "%-22s %-44s %10s %-10s %s"
        .formatted(part, name, number(value), unit, bound)
        .stripTrailing();
  }

  /** The same for machines; parts and names are our own and hold nothing that needs an escape. */
  String json() {
    String bound =
        goal.map(
                wanted ->
                    ", \"%s\": %s, \"reached\": %b"
                        .formatted(
                            wanted.atMost() ? "atMost" : "atLeast",
                            wanted.bound(),
                            wanted.reached(value)))
            .orElse("");
    return "{\"part\": \"%s\", \"name\": \"%s\", \"value\": %s, \"unit\": \"%s\"%s}"
        .formatted(part, name, value, unit, bound);
  }

  /** With as many digits as mean something. */
  private static String number(double value) {
    if (value != 0 && Math.abs(value) < 10) {
      return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.2f", value);
    }
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
