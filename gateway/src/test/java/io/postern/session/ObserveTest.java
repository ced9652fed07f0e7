package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.Question;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an observed policy would have changed is told; that nothing is, transcripts show. */
class ObserveTest {
  private static final String STARS =
      """
      extends: AbstractImapProxy
      request: { "*": accept }
      response: { "* ALL *": accept }
      capability: { "*": accept }
      """;

  private static List<String> told(ToldTalk talk) {
    return talk.decided().stream()
        .map(
            decided ->
                decided.mode()
                    + " "
                    + decided.decisionId()
                    + " "
                    + decided.message()
                    + " "
                    + decided.action()
                    + " "
                    + decided.rule())
        .toList();
  }

  @Test
  void aCommandIsToldUnderItsOwnNumberAndPasses() {
    ToldTalk talk =
        ToldTalk.observing("extends: ImapProxy\nrequest:\n  DELETE: reject\n")
            .selected("IMAP4rev1");
    talk.client("a1 DELETE Trash");
    assertThat(talk.heardByServer()).endsWith(" DELETE Trash\r\n");
    assertThat(told(talk)).containsExactly("observe k7f3q2-7 DELETE reject p.yaml:3");
    assertThat(talk.last().argumentsRedacted()).isEqualTo("Trash");
    assertThat(talk.last().code()).isEmpty();
    assertThat(talk.last().tried()).hasSize(1);
  }

  @Test
  void whatTheEngineRefusesIsEnforced() {
    ToldTalk talk = ToldTalk.observing("extends: ImapProxy\n").loggedIn("IMAP4rev1");
    talk.client("a1 FETCH 1 FLAGS");
    assertThat(told(talk)).containsExactly("enforce k7f3q2-4 FETCH bad engine");
    assertThat(talk.toClient()).startsWith("a1 BAD ");
  }

  @Test
  void eachKindOfChangeIsTold() {
    ToldTalk talk =
        ToldTalk.observing(
                """
                extends: ImapProxy
                request:
                  CREATE: { rewrite: NOOP }
                  CHECK: { respond: OK done }
                  RENAME: drop
                  LOGOUT: reject
                response:
                  CREATE TAGGED OK: { rewrite: Made }
                  "* ALL [ALERT]": drop
                """)
            .selected("IMAP4rev1");
    talk.client("a1 CREATE a").client("a2 CHECK").client("a3 RENAME a b");
    talk.server(talk.ownTag("CREATE") + " OK [ALERT] done");
    talk.server(talk.ownTag("CHECK") + " OK done").server(talk.ownTag("RENAME") + " OK done");
    talk.client("a4 LOGOUT");
    assertThat(told(talk))
        .containsExactly(
            "observe k7f3q2-7 CREATE rewrite p.yaml:3",
            "observe k7f3q2-8 CHECK respond p.yaml:4",
            "observe k7f3q2-9 RENAME drop p.yaml:5",
            "observe k7f3q2-10 CREATE TAGGED OK rewrite p.yaml:8",
            "observe k7f3q2-10 CREATE TAGGED [ALERT] drop p.yaml:9",
            "observe k7f3q2-13 LOGOUT respond p.yaml:6");
    assertThat(talk.toClient()).startsWith("a1 OK [ALERT] done\r\na2 OK done\r\na3 OK done\r\n");
  }

  @Test
  void hiddenCapabilitiesAreToldOnceASessionByTheirRule() {
    ToldTalk talk =
        ToldTalk.observing(
            "extends: ImapProxy\ncapability:\n  IDLE: drop\n  ID: drop\n  NAMESPACE: accept\n");
    talk.server("* OK [CAPABILITY IMAP4rev1 IDLE ID NAMESPACE] hello");
    talk.client("a1 CAPABILITY");
    talk.server("* CAPABILITY IMAP4rev1 IDLE ID NAMESPACE MOVE");
    assertThat(told(talk))
        .containsExactly(
            "observe k7f3q2-1 CAPABILITY drop p.yaml:3",
            "observe k7f3q2-1 CAPABILITY drop p.yaml:4");
    assertThat(talk.last().reason()).isEqualTo("would hide ID");
    assertThat(talk.toClient()).contains("* CAPABILITY IMAP4rev1 IDLE ID NAMESPACE MOVE\r\n");
  }

  @Test
  void whatADroppedCapabilityBringsIsTold() {
    ToldTalk talk =
        ToldTalk.observing("extends: ImapProxy\ncapability:\n  IDLE: drop\n  ENABLE: drop\n")
            .selected("IMAP4rev1 IDLE ENABLE CONDSTORE");
    talk.client("a1 IDLE");
    assertThat(told(talk)).containsExactly("observe k7f3q2-7 IDLE reject p.yaml:3");
    assertThat(talk.last().reason()).isEqualTo("only a dropped capability brings it");
    assertThat(talk.heardByServer()).endsWith(" IDLE\r\n");
  }

  @Test
  void aFunctionIsAskedAndNothingWaitsForIt() {
    ToldTalk talk =
        ToldTalk.observing(
                """
                extends: ImapProxy
                functions: Functions.java
                request:
                  DELETE: { call: show }
                """)
            .selected("IMAP4rev1");
    talk.client("a1 DELETE a").client("a2 DELETE b").client("a3 NOOP");
    assertThat(talk.heardByServer()).endsWith(" NOOP\r\n");
    assertThat(talk.questions).hasSize(2);
    assertThat(told(talk)).isEmpty();
    Question first = talk.questions.remove();
    assertThat(first.policy()).isEqualTo(1);
    talk.answer(first, new Answer.ForRequest(RequestAction.REJECT, ConnectionState.SELECTED));
    talk.answer(
        talk.questions.remove(),
        new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.SELECTED));
    assertThat(told(talk)).containsExactly("observe k7f3q2-7 DELETE reject p.yaml:4");
  }

  @Test
  void aFunctionThatFailsIsToldAndTheSessionGoesOn() {
    ToldTalk talk =
        ToldTalk.observing(
                """
                extends: ImapProxy
                functions: Functions.java
                request:
                  DELETE: { call: show }
                """)
            .selected("IMAP4rev1");
    List<Answer> failures =
        List.of(
            new Answer.Failed("took longer than 1000 ms", "p.py:7"),
            new Answer.Failed("threw", ""),
            new Answer.ForResponse(ResponseAction.ACCEPT, ConnectionState.SELECTED),
            new Answer.ForRequest(
                new RequestAction.Rewrite("no command"), ConnectionState.SELECTED),
            new Answer.ForRequest(
                new RequestAction.Respond("MAYBE", List.of()), ConnectionState.SELECTED),
            new Answer.ForRequest(
                new RequestAction.Reject(Optional.of("a\r\nb")), ConnectionState.SELECTED),
            new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.INITIAL));
    for (Answer failure : failures) {
      talk.client("a1 DELETE a");
      talk.answer(talk.questions.remove(), failure);
      talk.server(talk.ownTag("DELETE") + " OK done");
    }
    assertThat(talk.events).hasSize(failures.size()).allMatch(Event.PolicyFailed.class::isInstance);
    assertThat(talk.events)
        .extracting(event -> ((Event.PolicyFailed) event).mode())
        .containsOnly("observe");
    assertThat(talk.events)
        .extracting(event -> ((Event.PolicyFailed) event).rule())
        .startsWith("p.py:7", "p.yaml:4");
    assertThat(talk.session.over()).isFalse();
  }

  @Test
  void whatAFunctionSetsAsStateIsIgnored() {
    ToldTalk talk =
        ToldTalk.observing(
                """
                extends: ImapProxy
                functions: Functions.java
                request:
                  DELETE: { call: show }
                """)
            .selected("IMAP4rev1");
    talk.client("a1 DELETE a");
    talk.answer(
        talk.questions.remove(), new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.QUIT));
    talk.server(talk.ownTag("DELETE") + " OK done");
    assertThat(talk.session.state()).isEqualTo(ConnectionState.SELECTED);
    assertThat(talk.session.over()).isFalse();
    assertThat(talk.events).isEmpty();
  }

  @Test
  void openQuestionsAreBoundedAndWhatIsBeyondIsToldOnce() {
    ToldTalk talk =
        ToldTalk.observing(
                """
                extends: ImapProxy
                functions: Functions.java
                request:
                  DELETE: { call: show }
                """)
            .selected("IMAP4rev1");
    for (int i = 0; i < Observer.OPEN_MAX + 3; i++) {
      talk.client("a" + i + " DELETE a");
    }
    assertThat(talk.questions).hasSize(Observer.OPEN_MAX);
    assertThat(talk.events)
        .containsExactly(
            new Event.Unjudged("k7f3q2-" + (7 + Observer.OPEN_MAX), "show", "p.yaml:4"));
    talk.answer(
        talk.questions.remove(),
        new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.SELECTED));
    talk.client("b1 DELETE a");
    assertThat(talk.questions).hasSize(Observer.OPEN_MAX);
    talk.session.clientClosed(true, 0);
    assertThat(((Event.SessionFinished) talk.events.getLast()).unjudged()).isEqualTo(3);
  }

  @Test
  void aSecondPolicyTellsWhereItDiffersFromTheFirst() {
    ToldTalk talk =
        ToldTalk.beside(
                """
                extends: ImapProxy
                request:
                  DELETE: reject
                  CREATE: reject
                  RENAME: drop
                """,
                STARS + "  \n")
            .selected("IMAP4rev1");
    talk.client("a1 DELETE a").client("a2 CREATE {3}").client("a3 NOOP");
    assertThat(told(talk))
        .containsExactly(
            "observe k7f3q2-7 DELETE accept second.yaml:2",
            "enforce k7f3q2-7 DELETE reject p.yaml:3",
            "observe k7f3q2-8 CREATE accept second.yaml:2",
            "enforce k7f3q2-8 CREATE reject p.yaml:4");
  }

  @Test
  void whatBothRefuseIsToldOnce() {
    String refuses = "extends: ImapProxy\nrequest:\n  DELETE: { reject: ";
    ToldTalk talk =
        ToldTalk.beside(refuses + "one }\n", refuses + "another }\n").selected("IMAP4rev1");
    talk.client("a1 DELETE a");
    assertThat(told(talk)).containsExactly("enforce k7f3q2-7 DELETE reject p.yaml:3");
  }

  @Test
  void aSecondPolicyIsJudgedOnWhatAFunctionOfTheFirstAnswers() {
    ToldTalk talk =
        ToldTalk.beside(
                """
                extends: ImapProxy
                functions: Functions.java
                request:
                  DELETE: { call: show }
                """,
                "extends: ImapProxy\nrequest:\n  DELETE: reject\n")
            .selected("IMAP4rev1");
    talk.client("a1 DELETE a");
    assertThat(told(talk)).isEmpty();
    talk.answer(
        talk.questions.remove(),
        new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.SELECTED));
    assertThat(told(talk)).containsExactly("observe k7f3q2-7 DELETE reject second.yaml:3");
    assertThat(talk.heardByServer()).endsWith(" DELETE a\r\n");
  }

  @Test
  void aStrictPolicyTellsOfQuirksOnceAKind() {
    ToldTalk talk = ToldTalk.observing("extends: ImapProxyStrict\n").selected("IMAP4rev1");
    talk.client("a1 NOOP");
    talk.server(talk.ownTag("NOOP") + " OK");
    talk.client("a2 NOOP");
    talk.server(talk.ownTag("NOOP") + " OK");
    assertThat(told(talk)).containsExactly("observe k7f3q2-8 NOOP TAGGED OK withheld engine");
  }

  @Test
  void attributesOfAnObservedPolicyAreItsOwn() {
    String table =
        "extends: ImapProxy\nfunctions: Functions.java\nrequest:\n  DELETE: { call: show }\n";
    ToldTalk talk = ToldTalk.beside(table, table).selected("IMAP4rev1");
    talk.client("a1 DELETE a");
    talk.answer(
        talk.questions.peek(),
        new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.SELECTED));
    Question inForce = talk.questions.remove();
    Question observed = talk.questions.remove();
    assertThat(inForce.policy()).isZero();
    assertThat(observed.policy()).isEqualTo(1);
    assertThat(observed.call().session().attributes())
        .isNotSameAs(inForce.call().session().attributes());
    assertThat(observed.call().session().user()).contains("alice");
  }

  @Test
  void whatNoResponseCanBearIsAFailureOfTheFunction() {
    ToldTalk talk =
        ToldTalk.observing(
                """
                extends: ImapProxy
                functions: Functions.java
                response:
                  NOOP TAGGED OK: { call: showResponse }
                  UNSOLICITED UNTAGGED EXISTS: { call: showResponse }
                  "* ALL [ALERT]": { call: showResponse }
                """)
            .selected("IMAP4rev1");
    talk.client("a1 NOOP");
    talk.server("* 4 EXISTS").server("* OK [ALERT] x");
    talk.server(talk.ownTag("NOOP") + " OK done");
    assertThat(talk.questions).hasSize(3);
    ConnectionState selected = ConnectionState.SELECTED;
    talk.answer(
        talk.questions.remove(), new Answer.ForResponse(new ResponseAction.Rewrite("x"), selected));
    talk.answer(talk.questions.remove(), new Answer.ForResponse(ResponseAction.REJECT, selected));
    talk.answer(talk.questions.remove(), new Answer.ForResponse(ResponseAction.DROP, selected));
    assertThat(talk.events)
        .filteredOn(Event.PolicyFailed.class::isInstance)
        .extracting(event -> ((Event.PolicyFailed) event).cause())
        .containsExactly("REWRITE of data", "DROP of a tagged response");
    assertThat(told(talk)).containsExactly("observe k7f3q2-9 NOOP UNTAGGED [ALERT] drop p.yaml:6");
  }

  @Test
  void aFunctionOfATaggedResponseSeesTheStateThatItLeadsTo() {
    ToldTalk talk =
        ToldTalk.observing(
            """
            extends: ImapProxy
            functions: Functions.java
            response:
              LOGIN TAGGED OK: { call: showResponse }
            """);
    talk.server("* OK hello").client("a1 LOGIN alice secret");
    talk.server(talk.ownTag("LOGIN") + " OK in");
    assertThat(talk.questions.getFirst().call().newState()).isEqualTo(ConnectionState.AUTH);
    assertThat(talk.questions.getFirst().call().oldState()).isEqualTo(ConnectionState.NONAUTH);
  }

  @Test
  void whatLeadsAroundTheGatewayIsClosedByTheEngine() {
    ToldTalk talk = ToldTalk.observing("extends: ImapProxy\n").selected("IMAP4rev1");
    talk.client("a1 NOOP");
    talk.server(talk.ownTag("NOOP") + " OK [REFERRAL imap://elsewhere/] done");
    assertThat(talk.toClient()).isEqualTo("a1 OK done\r\n");
    assertThat(told(talk)).containsExactly("enforce k7f3q2-8 NOOP TAGGED [REFERRAL] drop engine");
  }
}
