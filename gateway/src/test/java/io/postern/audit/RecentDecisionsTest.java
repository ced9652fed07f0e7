package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.ConnectionState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentDecisionsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  private final RecentDecisions recent = new RecentDecisions(NOON, 4);

  private static Event decided(String id, String mode) {
    return new Event.Decided(
        false,
        id,
        ConnectionState.AUTH,
        "a1",
        "DELETE",
        "Trash",
        "reject",
        "p.yaml:3",
        mode,
        "",
        "NOPERM",
        List.of());
  }

  private List<String> ids(String prefix) {
    return recent.latest(prefix, 100).stream()
        .map(kept -> ((Event.Decided) kept.event()).decisionId())
        .toList();
  }

  @Test
  void aDecisionIsFoundByItsIdWithItsSession() {
    recent.event(Events.SESSION, decided("k7f3q2-1", "enforce"));
    recent.event(Events.SESSION, decided("k7f3q2-2", "enforce"));
    assertThat(recent.find("k7f3q2-2"))
        .containsExactly(
            new RecentDecisions.Kept(
                NOON.instant(), Events.SESSION, decided("k7f3q2-2", "enforce")));
    assertThat(recent.find("k7f3q2-3")).isEmpty();
    assertThat(recent.find("k7f3q2")).isEmpty();
  }

  @Test
  void whatBelongsToADecisionIsFoundWithIt() {
    recent.event(Events.SESSION, decided("k7f3q2-1", "enforce"));
    recent.event(Events.SESSION, decided("k7f3q2-1", "observe"));
    recent.event(
        Events.SESSION, new Event.PolicyFailed("k7f3q2-1", "f", "threw", "p.py:7", "observe"));
    assertThat(recent.find("k7f3q2-1")).hasSize(3);
  }

  @Test
  void theOldestIsForgottenFirst() {
    for (int i = 1; i <= 4; i++) {
      recent.event(Events.SESSION, decided("a-" + i, "enforce"));
    }
    assertThat(ids("")).containsExactly("a-1", "a-2", "a-3", "a-4");
    recent.event(Events.SESSION, decided("b-5", "enforce"));
    assertThat(ids("")).containsExactly("a-2", "a-3", "a-4", "b-5");
    assertThat(ids("a-")).containsExactly("a-2", "a-3", "a-4");
    assertThat(recent.latest("", 1)).hasSize(1);
    assertThat(recent.find("a-1")).isEmpty();
  }

  @Test
  void whatIsNoDecisionTakesNoRoom() {
    recent.event(Events.SESSION, decided("a-1", "enforce"));
    for (int i = 0; i < 10; i++) {
      recent.event(Events.SESSION, new Event.SessionOpened());
      recent.event(Events.SESSION, Events.VIOLATION);
    }
    assertThat(recent.find("a-1")).hasSize(1);
  }

  @Test
  void severalThreadsMayWrite() throws InterruptedException {
    RecentDecisions shared = new RecentDecisions(NOON, 1000);
    List<Thread> threads =
        List.of("a", "b", "c", "d").stream()
            .map(
                name ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int i = 0; i < 250; i++) {
                                shared.event(Events.SESSION, decided(name + "-" + i, "enforce"));
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(shared.latest("", 2000)).hasSize(1000);
    assertThat(shared.latest("c-", 2000)).hasSize(250);
  }
}
