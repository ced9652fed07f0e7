package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepeatLimitTest {
  private final RepeatLimit limit = new RepeatLimit(0);

  @Test
  void theBoundIsMetExactly() {
    assertThat(passed(Events.VIOLATION, 100, 0)).isEqualTo(RepeatLimit.TROUBLE_PER_MINUTE);
    assertThat(passed(new Event.RuleDenied("127.0.0.1:1143", "default"), 100, 0))
        .isEqualTo(RepeatLimit.TROUBLE_PER_MINUTE);
    assertThat(passed(Events.rejected("a", ""), 5000, 0))
        .isEqualTo(RepeatLimit.DECISIONS_PER_MINUTE);
  }

  /** Ban tools count them. */
  @Test
  void aFailedLoginAlwaysHasItsLine() {
    assertThat(passed(new Event.LoginFailed("bob", "PLAIN"), 5000, 0)).isEqualTo(5000);
  }

  @Test
  void aNewMinuteHasNewRoom() {
    int _ = passed(Events.VIOLATION, 11, 0);
    assertThat(limit.ended(RepeatLimit.WINDOW_NANOS - 1)).isEmpty();
    assertThat(limit.ended(2 * RepeatLimit.WINDOW_NANOS))
        .containsExactly(new RepeatLimit.Suppressed("violation", "", "intra", "192.0.2.7", 1));
    assertThat(passed(Events.VIOLATION, 1, 2 * RepeatLimit.WINDOW_NANOS)).isEqualTo(1);
  }

  @Test
  void anotherAddressIsNotPunished() {
    int _ = passed(Events.VIOLATION, 11, 0);
    SessionInfo other = new SessionInfo("aaaaaa", "intra", "192.0.2.8", 1, "s:1", Optional.empty());
    assertThat(limit.passes(other, Events.VIOLATION, 0)).isTrue();
  }

  @Test
  void manyAddressesAreForgottenBeforeMemoryGrows() {
    for (int i = 0; i < 100_000; i++) {
      SessionInfo stranger =
          new SessionInfo("aaaaaa", "intra", "2001:db8::" + i, 1, "s:1", Optional.empty());
      boolean _ = limit.passes(stranger, Events.VIOLATION, 0);
      limit.ended(0);
      assertThat(limit.keys()).isLessThanOrEqualTo(RepeatLimit.KEYS_MAX);
    }
  }

  private int passed(Event event, int times, long nanos) {
    int passed = 0;
    for (int i = 0; i < times; i++) {
      if (limit.passes(Events.SESSION, event, nanos)) {
        passed++;
      }
    }
    return passed;
  }
}
