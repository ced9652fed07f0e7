package io.postern.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.audit.Events;
import io.postern.audit.SessionInfo;
import io.postern.audit.TlsFacts;
import io.postern.imap.ConnectionState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventCountsTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1000), ZoneOffset.UTC);

  private final EventCounts counts = new EventCounts(CLOCK);

  @Test
  void eachEventIsCountedUnderItsLabels() {
    Events.all().forEach(event -> counts.event(Events.SESSION, event));
    assertThat(text())
        .contains(
            "postern_auth_attempts_total{mechanism=\"LOGIN\",result=\"failed\"} 1\n",
            "postern_auth_attempts_total{mechanism=\"PLAIN\",result=\"ok\"} 1\n",
            "postern_policy_decisions_total{kind=\"command\",rule=\"policies/hide-server.yaml:4\","
                + "action=\"reject\",mode=\"enforce\"} 1\n",
            "postern_policy_decisions_total{kind=\"response\",rule=\"engine\","
                + "action=\"withheld\",mode=\"enforce\"} 1\n",
            "postern_policy_failures_total{rule=\"policies/P.java:12\",mode=\"enforce\"} 1\n",
            "postern_protocol_violations_total{side=\"client\",kind=\"bare_lf\"} 1\n",
            "postern_quirks_applied_total 0\n",
            "postern_server_connect_errors_total{server=\"127.0.0.1:143\",reason=\"other\"} 1\n",
            "postern_tls_handshakes_total{side=\"client\",version=\"TLSv1.3\",result=\"ok\"} 1\n",
            "postern_tls_handshakes_total{side=\"client\",version=\"none\",result=\"failed\"} 1\n",
            "postern_tls_failures_total{side=\"client\",reason=\"no_cipher\"} 1\n",
            "postern_limit_events_total{limit=\"connections\",action=\"refused\"} 1\n",
            "postern_config_reloads_total{result=\"failed\"} 1\n",
            "postern_config_reloads_total{result=\"ok\"} 0\n",
            "postern_config_last_reload_success_timestamp_seconds 1000\n",
            "postern_session_duration_seconds_bucket{le=\"10\"} 0\n",
            "postern_session_duration_seconds_bucket{le=\"60\"} 1\n",
            "postern_session_duration_seconds_bucket{le=\"+Inf\"} 1\n",
            "postern_session_duration_seconds_sum 12.3456\n",
            "postern_session_duration_seconds_count 1\n");
  }

  /** Nothing that a peer chose, and nothing of a person, whatever event it comes in. */
  @Test
  void noLabelIsAPersonsOrAStrangersWord() {
    SessionInfo session =
        new SessionInfo(
            "k7f3q2",
            "intra",
            "203.0.113.77",
            4711,
            "127.0.0.1:143",
            java.util.Optional.of("odd\"user\n{}"));
    counts.event(session, new Event.LoggedIn("odd\"user\n{}", "X-ODD-MECHANISM"));
    counts.event(session, new Event.LoginFailed("victim@example.org", "plain"));
    counts.event(session, new Event.ServerUnreachable("failed: OddException"));
    counts.event(session, new Event.OurFault("OddException at Odd.java:1"));
    counts.event(session, Events.rejected("oddtag", "Odd/Mailbox"));
    counts.event(
        session,
        new Event.TlsEstablished("client", new TlsFacts("ODDv9", "ODD_CIPHER", "odd.example")));
    counts.event(
        session,
        new Event.FunctionLogged("k7f3q2-1", "odd.topic", 3, "odd words of victim@example.org"));
    assertThat(text())
        .contains(
            "{mechanism=\"other\",result=\"ok\"} 1\n",
            "{side=\"client\",version=\"other\",result=\"ok\"} 1\n",
            "{mechanism=\"PLAIN\",result=\"failed\"} 1\n")
        .doesNotContainIgnoringCase("odd")
        .doesNotContain("victim", "203.0.113.77", "k7f3q2");
  }

  @Test
  void rulesAreBounded() {
    for (int i = 0; i < 3 * EventCounts.RULES_MAX; i++) {
      counts.event(SessionInfo.NONE, decided("p.yaml:" + i));
    }
    Family decisions = family("postern_policy_decisions_total");
    assertThat(decisions.samples()).hasSize(EventCounts.RULES_MAX + 1);
    assertThat(decisions.samples().stream().mapToDouble(Family.Sample::value).sum())
        .isEqualTo(3.0 * EventCounts.RULES_MAX);
    assertThat(
            decisions.samples().stream()
                .filter(sample -> Tallies.OTHER.equals(sample.labels().get("rule")))
                .findFirst()
                .orElseThrow()
                .value())
        .isEqualTo(2.0 * EventCounts.RULES_MAX);
  }

  private static Event decided(String rule) {
    return new Event.Decided(
        false,
        "s-1",
        ConnectionState.AUTH,
        "a",
        "DELETE",
        "",
        "reject",
        rule,
        "enforce",
        "",
        "NOPERM",
        List.of());
  }

  private Family family(String name) {
    return counts.families().stream()
        .filter(family -> family.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String text() {
    return Exposition.text(counts.families());
  }
}
