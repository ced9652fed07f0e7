package io.postern.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of the log, as values: the same in every {@link LogFormat}.
 *
 * @param event the stable name of docs/operations.md
 * @param fields in the order of docs/operations.md; what has no value isn't there
 */
public record LogLine(Instant time, Level level, String event, List<Field> fields) {
  /** How much an operator should care. */
  public enum Level {
    /** The day's work, refusals included. */
    INFO,
    /** A peer did what it should not. */
    WARN,
    /** The administrator's policy or the gateway itself is broken. */
    ERROR;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A name and its value.
   *
   * @param value for a number its digits as JSON has them; else text that is yet to be escaped
   */
  public record Field(String name, String value, boolean number) {}

  public LogLine {
    Objects.requireNonNull(time);
    fields = List.copyOf(fields);
  }

  /** The value of a field, for tests and screens. */
  public Optional<String> value(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).map(Field::value).findFirst();
  }

  /** Collects fields. */
  static final class Builder {
    private static final long MILLIS_PER_SECOND = 1000;

    private final List<Field> fields = new ArrayList<>();

    /** Adds a text; an empty one has nothing to say and is left out. */
    Builder text(String name, String value) {
      if (!value.isEmpty()) {
        fields.add(new Field(name, value, false));
      }
      return this;
    }

    Builder number(String name, long value) {
      fields.add(new Field(name, Long.toString(value), true));
      return this;
    }

    /** Adds seconds with three decimals; a clock that jumped backwards gives 0. */
    Builder seconds(String name, double value) {
      double sane = value >= 0 && value < Long.MAX_VALUE / (double) MILLIS_PER_SECOND ? value : 0;
      long millis = Math.round(sane * MILLIS_PER_SECOND);
      String digits = Long.toString(MILLIS_PER_SECOND + millis % MILLIS_PER_SECOND);
      String text = Duration.ofMillis(millis).toSeconds() + "." + digits.substring(1);
      fields.add(new Field(name, text, true));
      return this;
    }

    LogLine line(Instant time, Level level, String event) {
      return new LogLine(time, level, event, fields);
    }
  }
}
