package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a time of its own: whoever waits lets it pass. */
class DrainWaitTest {
  private final List<Duration> waited = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private long now = 1000;
  private int going = 4;

  @Test
  void everyFiveSecondsItTellsHowManyAreLeft() throws Exception {
    drain(Duration.ofSeconds(12));
    assertThat(told).containsExactly("5 s: 3", "10 s: 2");
    assertThat(waited)
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(2));
  }

  @Test
  void aDrainOfAWholeNumberOfStepsTellsNothingAtItsEnd() throws Exception {
    drain(Duration.ofSeconds(10));
    assertThat(told).containsExactly("5 s: 3");
  }

  @Test
  void itEndsWithTheLastSession() throws Exception {
    drain(Duration.ofHours(1));
    assertThat(told).containsExactly("5 s: 3", "10 s: 2", "15 s: 1");
    assertThat(waited).hasSize(4);
  }

  @Test
  void oneThatOnlyWaitsForItsPeersIsNotTold() throws Exception {
    DrainWait.until(
        () -> now,
        Duration.ofSeconds(20),
        atMost -> {
          now += atMost.toMillis();
          return false;
        },
        () -> 0,
        left -> told.add("" + left));
    assertThat(told).isEmpty();
    assertThat(now).isEqualTo(21_000);
  }

  /** One ends in each step. */
  private void drain(Duration atMost) throws InterruptedException {
    DrainWait.until(
        () -> now,
        atMost,
        step -> {
          waited.add(step);
          now += step.toMillis();
          going--;
          return going == 0;
        },
        () -> going,
        left -> told.add((now - 1000) / 1000 + " s: " + left));
  }
}
