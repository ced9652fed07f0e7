package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.imap.ConnectionState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObserveSummaryTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  private final ObserveSummary summary = new ObserveSummary(NOON);
  private int number;

  private static SessionInfo session(String service, String user) {
    return new SessionInfo(
        "k7f3q2",
        service,
        "192.0.2.7",
        40312,
        "127.0.0.1:143",
        user.isEmpty() ? Optional.empty() : Optional.of(user));
  }

  private void decided(String user, String message, String rule, String mode) {
    summary.event(
        session("intra", user),
        new Event.Decided(
            false,
            "k7f3q2-" + ++number,
            ConnectionState.AUTH,
            "a1",
            message,
            "",
            "reject",
            rule,
            mode,
            "",
            "",
            List.of()));
  }

  @Test
  void countsByRuleWithUsersAndSamples() {
    decided("alice", "DELETE", "trial.yaml:3", "observe");
    decided("alice", "DELETE", "trial.yaml:3", "observe");
    decided("bob", "RENAME", "trial.yaml:3", "observe");
    decided("", "NOOP", "default", "observe");
    List<ObserveSummary.Row> rows = summary.summary().rows();
    assertThat(rows).hasSize(2);
    ObserveSummary.Row first = rows.getFirst();
    assertThat(first.service()).isEqualTo("intra");
    assertThat(first.rule()).isEqualTo("trial.yaml:3");
    assertThat(first.action()).isEqualTo("reject");
    assertThat(first.messages()).containsExactly("DELETE", "RENAME");
    assertThat(first.count()).isEqualTo(3);
    assertThat(first.users()).isEqualTo(2);
    assertThat(first.more()).isFalse();
    assertThat(first.samples()).containsExactly("k7f3q2-1", "k7f3q2-2", "k7f3q2-3");
    assertThat(first.first()).isEqualTo(NOON.instant());
    assertThat(rows.getLast().users()).isEqualTo(1);
  }

  @Test
  void whatIsEnforcedIsNotCounted() {
    decided("alice", "DELETE", "p.yaml:3", "enforce");
    assertThat(summary.summary().rows()).isEmpty();
  }

  @Test
  void failuresAndUnjudgedMessagesAreCounted() {
    summary.event(
        session("intra", "alice"),
        new Event.PolicyFailed("k7f3q2-1", "select", "threw", "trial.py:7", "observe"));
    summary.event(
        session("intra", "alice"),
        new Event.PolicyFailed("k7f3q2-2", "select", "threw", "p.py:7", "enforce"));
    summary.event(session("intra", "alice"), new Event.Unjudged("k7f3q2-3", "f", "trial.py:8"));
    assertThat(summary.summary().rows())
        .extracting(ObserveSummary.Row::action, ObserveSummary.Row::rule)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("policy_failed", "trial.py:7"));
    assertThat(summary.summary().unjudged()).isEqualTo(1);
  }

  @Test
  void usersBeyondTheBoundAreSaidToBeMore() {
    for (int i = 0; i < ObserveSummary.USERS_MAX; i++) {
      decided("user" + i, "DELETE", "trial.yaml:3", "observe");
    }
    assertThat(summary.summary().rows().getFirst().more()).isFalse();
    decided("user0", "DELETE", "trial.yaml:3", "observe");
    assertThat(summary.summary().rows().getFirst().more()).isFalse();
    decided("one more", "DELETE", "trial.yaml:3", "observe");
    ObserveSummary.Row row = summary.summary().rows().getFirst();
    assertThat(row.more()).isTrue();
    assertThat(row.users()).isEqualTo(ObserveSummary.USERS_MAX);
    assertThat(row.count()).isEqualTo(ObserveSummary.USERS_MAX + 2);
    assertThat(row.samples()).hasSize(ObserveSummary.SAMPLES_MAX);
  }

  @Test
  void rulesBeyondTheBoundAreCountedTogether() {
    for (int i = 0; i < ObserveSummary.RULES_MAX + 2; i++) {
      decided("alice", "DELETE", "trial.yaml:" + i, "observe");
    }
    assertThat(summary.summary().rows()).hasSize(ObserveSummary.RULES_MAX);
    assertThat(summary.summary().uncounted()).isEqualTo(2);
  }

  @Test
  void oneServiceCanBeAskedFor() {
    decided("alice", "DELETE", "trial.yaml:3", "observe");
    assertThat(summary.summary(Optional.of("intra")).rows()).hasSize(1);
    assertThat(summary.summary(Optional.of("other")).rows()).isEmpty();
  }

  @Test
  void aReloadStartsAgain() {
    decided("alice", "DELETE", "trial.yaml:3", "observe");
    summary.event(SessionInfo.NONE, new Event.ConfigReloaded(false, "broken"));
    assertThat(summary.summary().rows()).hasSize(1);
    summary.event(SessionInfo.NONE, new Event.ConfigReloaded(true, "intra: observe"));
    assertThat(summary.summary().rows()).isEmpty();
    decided("alice", "DELETE", "trial.yaml:3", "observe");
    assertThat(summary.summary().rows().getFirst().count()).isEqualTo(1);
  }
}
