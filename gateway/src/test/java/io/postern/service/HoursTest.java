package io.postern.service;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2026-11-23 is a Monday. */
class HoursTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-23T06:59:59Z,false",
    "2026-11-23T07:00:00Z,true",
    "2026-11-23T18:59:59Z,true",
    "2026-11-23T19:00:00Z,false",
    "2026-11-24T12:00:00Z,false",
    "2026-11-27T12:00:00Z,true"
  })
  void theFirstMinuteIsInAndTheLastIsOut(String time, boolean in) {
    Hours hours = new Hours(Set.of(MONDAY, FRIDAY), 7 * 60, 19 * 60, ZoneOffset.UTC);
    assertThat(hours.hold(Instant.parse(time))).isEqualTo(in);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T05:59:59Z,false",
    "2026-11-22T21:59:59Z,false",
    "2026-11-23T05:59:59Z,true",
    "2026-11-23T06:00:00Z,false",
    "2026-11-23T22:00:00Z,true",
    "2026-11-24T05:59:59Z,true",
    "2026-11-24T06:00:00Z,false",
    "2026-11-24T22:00:00Z,false",
    "2026-11-22T23:00:00Z,true",
    "2026-11-23T00:00:00Z,true"
  })
  void hoursOverMidnightBelongToTheDayThatTheyBeginOn(String time, boolean in) {
    Hours hours = new Hours(Set.of(MONDAY, SUNDAY), 22 * 60, 6 * 60, ZoneOffset.UTC);
    assertThat(hours.hold(Instant.parse(time))).isEqualTo(in);
  }

  @Test
  void theClockIsThatOfThePlace() {
    Hours hours = new Hours(Set.of(MONDAY), 0, Hours.DAY_MINUTES, ZoneId.of("Asia/Tokyo"));
    assertThat(hours.hold(Instant.parse("2026-11-22T14:59:59Z"))).isFalse();
    assertThat(hours.hold(Instant.parse("2026-11-22T15:00:00Z"))).isTrue();
    assertThat(hours.hold(Instant.parse("2026-11-23T14:59:59Z"))).isTrue();
    assertThat(hours.hold(Instant.parse("2026-11-23T15:00:00Z"))).isFalse();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (int[] range : new int[][] {{0, 0}, {-1, 5}, {5, -1}, {1440, 5}, {5, 1441}}) {
      assertThatThrownBy(() -> new Hours(Set.of(MONDAY), range[0], range[1], ZoneOffset.UTC))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Hours(Set.of(), 0, 5, ZoneOffset.UTC))
        .hasMessage("hours on no day");
    assertThat(new Hours(Set.of(MONDAY), 1439, 1440, ZoneOffset.UTC))
        .hasToString("[MONDAY] 23:59-24:00 Z");
  }
}
