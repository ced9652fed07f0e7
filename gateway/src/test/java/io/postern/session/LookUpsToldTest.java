package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A decision that is told brings the look-ups that led to it. */
class LookUpsToldTest {
  private static List<String> tried(Event.Decided decided) {
    return decided.tried().stream()
        .map(
            tried ->
                tried.table()
                    + " "
                    + tried.key()
                    + (tried.action().isEmpty()
                        ? ": -"
                        : ": " + tried.action() + " " + tried.place()))
        .toList();
  }

  @Test
  void aCommandTellsItsKeysUpToTheOneThatMatched() {
    ToldTalk talk =
        ToldTalk.under("extends: ImapProxy\nrequest:\n  FETCH: reject\n").selected("IMAP4rev1");
    talk.client("a1 UID FETCH 1 FLAGS");
    assertThat(tried(talk.last()))
        .containsExactly("request UID FETCH: -", "request FETCH: reject p.yaml:3");
    assertThat(talk.last().rule()).isEqualTo("p.yaml:3");
    assertThat(talk.last().code()).isEqualTo("NOPERM");
    assertThat(talk.last().mode()).isEqualTo("enforce");
  }

  @Test
  void theKeyUidIsToldFirst() {
    ToldTalk talk =
        ToldTalk.under("extends: ImapProxy\nrequest:\n  UID: accept\n  \"UID COPY\": reject\n")
            .selected("IMAP4rev1");
    talk.client("a1 UID COPY 1 Trash");
    assertThat(tried(talk.last()))
        .containsExactly("request UID: accept p.yaml:3", "request UID COPY: reject p.yaml:4");
  }

  @Test
  void whereNothingMatchesAllKeysAreTold() {
    ToldTalk talk =
        ToldTalk.under(
                """
                extends: AbstractImapProxy
                request: { LOGIN: accept }
                response: { "* ALL *": accept }
                capability: { IMAP4rev1: accept }
                """)
            .loggedIn("IMAP4rev1");
    talk.client("a1 DELETE Trash");
    assertThat(tried(talk.last())).containsExactly("request DELETE: -", "request *: -");
    assertThat(talk.last().rule()).isEqualTo("default");
  }

  @Test
  void aResponseTellsItsKeysUpToTheOneThatMatched() {
    ToldTalk talk =
        ToldTalk.under("extends: ImapProxy\nresponse:\n  \"UID FETCH UNTAGGED *\": reject\n")
            .selected("IMAP4rev1");
    talk.client("a1 UID FETCH 1 RFC822.SIZE");
    talk.server("* 1 FETCH (UID 1 RFC822.SIZE 3)");
    assertThat(tried(talk.last()))
        .containsExactly(
            "response UID FETCH UNTAGGED FETCH: -",
            "response UID FETCH UNTAGGED *: reject p.yaml:3");
    assertThat(talk.last().code()).isEqualTo("NOPERM");
  }

  @Test
  void aResponseTellsTwelveKeysAtMost() {
    ToldTalk talk =
        ToldTalk.under("extends: ImapProxy\nresponse:\n  \"* UNTAGGED FETCH\": drop\n")
            .selected("IMAP4rev1");
    talk.client("a1 UID FETCH 1 RFC822.SIZE");
    talk.server("* 1 FETCH (UID 1 RFC822.SIZE 3)");
    assertThat(tried(talk.last()))
        .hasSize(9)
        .startsWith("response UID FETCH UNTAGGED FETCH: -")
        .endsWith("response FETCH ALL *: -", "response * UNTAGGED FETCH: drop p.yaml:3");
  }

  @Test
  void aRemovedCodeIsToldWithItsKeys() {
    ToldTalk talk =
        ToldTalk.under("extends: ImapProxy\nresponse:\n  \"* ALL [ALERT]\": drop\n")
            .selected("IMAP4rev1");
    talk.client("a1 NOOP");
    talk.server(talk.ownTag("NOOP") + " OK [ALERT] the disk is full");
    assertThat(talk.toClient()).isEqualTo("a1 OK the disk is full\r\n");
    assertThat(talk.last().message()).isEqualTo("NOOP TAGGED [ALERT]");
    assertThat(talk.last().action()).isEqualTo("drop");
    assertThat(tried(talk.last()))
        .startsWith("response NOOP TAGGED [ALERT]: -", "response NOOP TAGGED [*]: -")
        .endsWith("response * ALL [ALERT]: drop p.yaml:3");
  }

  @Test
  void whatADroppedCapabilityBringsIsToldWithTheCapability() {
    ToldTalk talk =
        ToldTalk.under("extends: ImapProxy\ncapability:\n  IDLE: drop\n")
            .selected("IMAP4rev1 IDLE");
    talk.client("a1 IDLE");
    assertThat(talk.toClient())
        .isEqualTo("a1 NO [NOPERM] IDLE is not permitted here (k7f3q2-7)\r\n");
    assertThat(talk.last().rule()).isEqualTo("p.yaml:3");
    assertThat(talk.last().reason()).isEqualTo("only a dropped capability brings it");
    assertThat(tried(talk.last())).contains("capability IDLE: drop p.yaml:3");
  }

  @Test
  void whatTheEngineRefusesHasNoLookUps() {
    ToldTalk talk = ToldTalk.under("extends: ImapProxy\n").loggedIn("IMAP4rev1");
    talk.client("a1 FETCH 1 FLAGS");
    assertThat(talk.last().rule()).isEqualTo("engine");
    assertThat(talk.last().action()).isEqualTo("bad");
    assertThat(talk.last().tried()).isEmpty();
  }

  @Test
  void anAbortIsToldWhereverItIsDecided() {
    ToldTalk atALiteral =
        ToldTalk.under("extends: ImapProxy\nrequest:\n  DELETE: { abort: \"[ALERT] no\" }\n")
            .selected("IMAP4rev1");
    atALiteral.client("a1 DELETE {5}");
    assertThat(atALiteral.last().action()).isEqualTo("abort");
    assertThat(atALiteral.last().code()).isEqualTo("ALERT");
    ToldTalk ofAGreeting =
        ToldTalk.under("extends: ImapProxy\nresponse:\n  GREETING UNTAGGED OK: abort\n");
    ofAGreeting.server("* OK hello");
    assertThat(ofAGreeting.last().action()).isEqualTo("abort");
    assertThat(ofAGreeting.last().rule()).isEqualTo("p.yaml:3");
  }

  @Test
  void whatPassesIsNotTold() {
    ToldTalk talk = ToldTalk.under("extends: ImapProxy\n").selected("IMAP4rev1");
    talk.client("a1 NOOP");
    talk.server(talk.ownTag("NOOP") + " OK done");
    assertThat(talk.events).isEmpty();
  }
}
