package io.postern.service;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * When a rule holds: from one minute of the day to another, on days of the week, by the clocks of a
 * place. Hours over midnight belong to the day that they begin on.
 *
 * @param days at least one
 * @param from the first minute, from 0
 * @param until the minute after the last, up to 1440; before {@code from}: of the next day
 * @param clock whose wall clock; where that is changed twice a year, the hours follow it
 */
public record Hours(Set<DayOfWeek> days, int from, int until, ZoneId clock) {
  public static final int DAY_MINUTES = 24 * 60;

  public static final Set<DayOfWeek> EVERY_DAY = Set.of(DayOfWeek.values());

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Hours {
    days = Set.copyOf(days);
    Objects.requireNonNull(clock);
    if (days.isEmpty()) {
      throw new IllegalArgumentException("hours on no day");
    }
    if (from < 0 || from >= DAY_MINUTES || until < 0 || until > DAY_MINUTES) {
      throw new IllegalArgumentException("hours are from 00:00 to 24:00");
    }
    if (from == until) {
      throw new IllegalArgumentException("hours that end when they begin; 00:00-24:00 is all day");
    }
  }

  /** Whether a moment is in them. */
  public boolean hold(Instant time) {
    ZonedDateTime there = time.atZone(clock);
    int minute = there.getHour() * 60 + there.getMinute();
    DayOfWeek day = there.getDayOfWeek();
    if (from < until) {
      return days.contains(day) && minute >= from && minute < until;
    }
    return (minute >= from && days.contains(day))
        || (minute < until && days.contains(day.minus(1)));
  }

  @Override
  public String toString() {
    return "%s %s-%s %s"
        .formatted(
            days.equals(EVERY_DAY) ? "daily" : EnumSet.copyOf(days),
            clock(from),
            clock(until),
            clock);
  }

  private static String clock(int minute) {
    return "%02d:%02d".formatted(minute / 60, minute % 60);
  }
}
