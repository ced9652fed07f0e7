package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import org.junit.jupiter.api.Test;

/** A session that is kept to its pace. */
class SpendingTest {
  private static final long HOUR = 3_600_000;
  private static final long NONE = Long.MAX_VALUE;

  private static GatedTalk greeted(Pace pace) {
    GatedTalk talk = new GatedTalk(pace);
    talk.server("* OK [CAPABILITY IMAP4rev1] hi");
    talk.granting("a0 LOGIN alice secret", "T1 OK in");
    talk.toClient();
    talk.toServer();
    return talk;
  }

  @Test
  void aBurstPassesAndWhatIsBehindItWaitsForItsTime() {
    GatedTalk talk = greeted(new Pace(2, NONE, NONE, true));
    StringBuilder commands = new StringBuilder();
    for (int i = 1; i <= 12; i++) {
      commands.append("a").append(i).append(" NOOP\r\n");
    }
    talk.client(commands.append("a13 NOOP").toString());
    // Ten at once, and the LOGIN was one of them.
    assertThat(talk.toServer().lines()).hasSize(9);
    talk.passes(499);
    assertThat(talk.toServer()).isEmpty();
    talk.passes(1);
    assertThat(talk.toServer().lines()).hasSize(1);
    talk.passes(1_500);
    assertThat(talk.toServer().lines()).hasSize(3);
    assertThat(talk.session.deadline()).isGreaterThan(HOUR);
    assertThat(talk.events)
        .filteredOn(Event.LimitReached.class::isInstance)
        .containsExactly(new Event.LimitReached("commands-per-second", "paused"));
  }

  @Test
  void whatAClientCompletedBeforeItLeftIsStillAnswered() {
    GatedTalk talk = greeted(new Pace(1, NONE, NONE, true));
    StringBuilder commands = new StringBuilder();
    for (int i = 1; i <= 5; i++) {
      commands.append("a").append(i).append(" NOOP\r\n");
    }
    talk.client(commands.append("a6 NOOP").toString());
    talk.session.clientClosed(false, talk.now);
    for (int i = 2; i <= 5; i++) {
      talk.server("T" + i + " OK done");
    }
    talk.passes(2_000);
    talk.server("T6 OK done");
    talk.server("T7 OK done");
    assertThat(talk.toClient()).endsWith("a6 OK done\r\n");
    assertThat(talk.finished().cause()).isEqualTo(Event.Cause.CLIENT_CLOSED);
  }

  @Test
  void overItsOctetsASessionEndsBetweenTwoResponses() {
    GatedTalk talk = greeted(new Pace(NONE, 200, NONE, true));
    talk.client("a1 SELECT INBOX");
    talk.server("* 1 EXISTS");
    talk.server("T2 OK [READ-WRITE] in");
    talk.client("a2 FETCH 1 BODY.PEEK[]");
    talk.toClient();
    talk.server("* 1 FETCH (BODY[] {300}");
    talk.server("x".repeat(300) + ")");
    assertThat(talk.toClient()).endsWith("x)\r\n");
    talk.server("T3 OK done");
    assertThat(talk.toClient()).isEqualTo("* BYE [UNAVAILABLE] Too much data, try again later\r\n");
    assertThat(talk.events).contains(new Event.LimitReached("octets-per-session", "ended"));
    assertThat(talk.finished().cause()).isEqualTo(Event.Cause.LIMIT);
  }

  @Test
  void eachHourHasItsOctets() {
    GatedTalk talk = greeted(new Pace(NONE, NONE, 1_000, true));
    for (int i = 2; i < 20; i++) {
      talk.client("a" + i + " NOOP");
      talk.server("T" + i + " OK " + "x".repeat(700));
      talk.passes(HOUR);
      assertThat(talk.session.over()).isFalse();
    }
    talk.client("b1 NOOP");
    talk.server("T20 OK " + "x".repeat(1_000));
    talk.client("b2 NOOP");
    assertThat(talk.toClient()).endsWith("* BYE [UNAVAILABLE] Too much data, try again later\r\n");
    assertThat(talk.events).contains(new Event.LimitReached("octets-per-hour", "ended"));
  }
}
