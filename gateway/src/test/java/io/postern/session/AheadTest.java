package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.Question;
import io.postern.policy.RequestAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions are asked about commands that came together in one go; each is judged in its turn. */
class AheadTest {
  private static final List<String> ASKED =
      List.of("NOOP", "CHECK", "STATUS", "SELECT", "IDLE", "ID", "LOGOUT", "CREATE", "APPEND");
  private static final long NONE = Long.MAX_VALUE;

  private final AskedTalk talk = new AskedTalk(ASKED).loggedIn();

  @Test
  void theOnesBehindAreAskedAboutAtOnceAndJudgedInTheirTurn() {
    talk.client("a1 NOOP\r\na2 STATUS INBOX (MESSAGES)\r\na3 NOOP");
    assertThat(talk.asked()).containsExactly("a1", "a2", "a3");
    assertThat(talk.questions).extracting(Question::ahead).containsExactly(false, true, true);
    assertThat(talk.questions).extracting(Question::number).isSorted();
    assertThat(talk.toServer()).isEmpty();
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\n");
    talk.reject();
    assertThat(talk.toClient()).startsWith("a2 NO [NOPERM]");
    assertThat(talk.toServer()).isEmpty();
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("T3 NOOP\r\n");
    assertThat(talk.questions).isEmpty();
  }

  @Test
  void whatComesWhileTheyWaitIsAskedAboutBehindThem() {
    talk.client("a1 NOOP\r\na2 NOOP");
    talk.client("a3 NOOP\r\na4 NOOP");
    assertThat(talk.asked()).containsExactly("a1", "a2");
    talk.accept().accept();
    assertThat(talk.asked()).containsExactly("a3", "a4");
    talk.accept().accept();
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\nT3 NOOP\r\nT4 NOOP\r\nT5 NOOP\r\n");
  }

  @Test
  void aboutWhatWasLeftUnaskedItIsAskedInItsTurn() {
    talk.client("a1 NOOP\r\na2 NOOP\r\na3 NOOP");
    talk.answer(new RequestAction.Respond("OK done", List.of()));
    talk.answer(new Answer.Unasked()).answer(new Answer.Unasked());
    assertThat(talk.asked()).containsExactly("a2");
    assertThat(talk.questions.element().ahead()).isFalse();
    talk.accept();
    assertThat(talk.asked()).containsExactly("a3");
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\nT3 NOOP\r\n");
    assertThat(talk.toClient()).isEqualTo("a1 OK done\r\n");
  }

  @Test
  void onlyAnAnswerThatLeavesTheSessionAsItIsLetsTheNextBeAsked() {
    talk.client("a1 NOOP\r\na2 NOOP");
    Question first = talk.questions.element();
    ConnectionState state = ConnectionState.AUTH;
    assertThat(first.lets(new Answer.ForRequest(RequestAction.ACCEPT, state))).isTrue();
    assertThat(first.lets(new Answer.ForRequest(RequestAction.REJECT, state))).isTrue();
    assertThat(first.lets(new Answer.ForRequest(RequestAction.DROP, state))).isFalse();
    assertThat(first.lets(new Answer.ForRequest(new RequestAction.Abort(Optional.empty()), state)))
        .isFalse();
    assertThat(first.lets(new Answer.ForRequest(new RequestAction.Rewrite("CHECK"), state)))
        .isFalse();
    assertThat(first.lets(new Answer.ForRequest(new RequestAction.Respond("OK", List.of()), state)))
        .isFalse();
    assertThat(first.lets(new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.SELECTED)))
        .isFalse();
    assertThat(first.lets(new Answer.ForRequest(null, state))).isFalse();
    assertThat(first.lets(new Answer.Failed("threw", ""))).isFalse();
    assertThat(first.lets(new Answer.Unasked())).isFalse();
  }

  @Test
  void aCommandThatEntersAnotherStateIsABarrierForThoseThatWereRead() {
    talk.client("a1 NOOP\r\na2 CHECK\r\na3 NOOP");
    // CHECK isn't allowed here: it isn't asked about, and nothing behind it is.
    assertThat(talk.asked()).containsExactly("a1");
    talk.answer(RequestAction.ACCEPT, ConnectionState.SELECTED);
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\n");
    assertThat(talk.questions).isEmpty();
    talk.server("T2 OK done");
    assertThat(talk.toClient()).startsWith("a1 OK done\r\na2 BAD");
  }

  @Test
  void theStateThatAFunctionIsToldIsThatOfItsTurn() {
    talk.client("a1 NOOP\r\na2 NOOP");
    talk.answer(RequestAction.ACCEPT, ConnectionState.NONAUTH).answer(new Answer.Unasked());
    assertThat(talk.questions).isEmpty();
    talk.server("T2 OK done");
    assertThat(talk.asked()).containsExactly("a2");
    assertThat(talk.questions.element().call().oldState()).isEqualTo(ConnectionState.NONAUTH);
  }

  @Test
  void anAbortEndsTheSessionWhateverElseWasAsked() {
    talk.client("a1 NOOP\r\na2 NOOP\r\na3 NOOP");
    talk.answer(new RequestAction.Abort(Optional.empty()));
    assertThat(talk.toClient()).startsWith("* BYE");
    assertThat(talk.clientClosed && talk.serverClosed).isTrue();
    talk.accept().accept();
    assertThat(talk.toServer()).isEmpty();
    assertThat(talk.toClient()).isEmpty();
    assertThat(talk.session.heldOctets()).isZero();
  }

  @Test
  void aFunctionThatFailsAheadFailsInItsTurn() {
    talk.client("a1 NOOP\r\na2 NOOP\r\na3 NOOP");
    talk.accept();
    talk.answer(new Answer.Failed("threw", "p.py:3"));
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\n");
    assertThat(talk.toClient()).startsWith("* BYE [SERVERBUG]");
    assertThat(talk.clientClosed && talk.serverClosed).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a2 LIST \"\" *",
        "a2 SELECT INBOX",
        "a2 IDLE",
        "a2 ID NIL",
        "a2 LOGOUT",
        "a2 CHECK",
        "a2 CREATE {5+}\r\nINBOX",
        "a2 CREATE {5}",
        "a2 APPEND INBOX {3+}\r\none",
        "a2 NOOP NOOP",
        "a2 NONSENSE",
        "a1 NOOP",
        "NOOP",
        "",
      })
  void whatMayMeanSomethingElseByThenIsNotAskedAbout(String line) {
    talk.client("a1 NOOP\r\n" + line + "\r\na3 NOOP");
    assertThat(talk.asked()).containsExactly("a1");
    assertThat(talk.toClient()).isEmpty();
    assertThat(talk.toServer()).isEmpty();
    assertThat(talk.session.over()).isFalse();
    talk.accept();
    assertThat(talk.toServer()).startsWith("T2 NOOP\r\n");
    talk.server("T2 OK done");
    // Now it had its turn: it is with the server, was answered, or is asked about itself.
    int dealtWith = talk.toServer().length() + talk.questions.size();
    assertThat(dealtWith > 0 || !talk.toClient().equals("a1 OK done\r\n")).isTrue();
  }

  @Test
  void aLiteralBehindThemIsGrantedInItsTurn() {
    talk.client("a1 NOOP\r\na2 NOOP\r\na3 CREATE {3}");
    assertThat(talk.asked()).containsExactly("a1", "a2");
    talk.accept();
    assertThat(talk.toClient()).isEmpty();
    talk.accept();
    assertThat(talk.toClient()).startsWith("+ ");
    talk.client("box");
    assertThat(talk.asked()).containsExactly("a3");
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\nT3 NOOP\r\nT4 CREATE box\r\n");
  }

  @Test
  void anAppendBehindThemStreamsInItsTurn() {
    talk.client("a1 NOOP\r\na2 NOOP\r\na3 APPEND INBOX {3+}\r\none\r\na4 NOOP\r\na5 NOOP");
    assertThat(talk.asked()).containsExactly("a1", "a2");
    talk.accept().accept();
    assertThat(talk.asked()).containsExactly("a3");
    talk.accept();
    talk.server("+ go on");
    assertThat(talk.asked()).containsExactly("a4", "a5");
    talk.accept().accept();
    assertThat(talk.toServer())
        .isEqualTo("T2 NOOP\r\nT3 NOOP\r\nT4 APPEND INBOX {3}\r\none\r\nT5 NOOP\r\nT6 NOOP\r\n");
  }

  @Test
  void anIdleBehindThemHasItsDone() {
    talk.client("a1 NOOP\r\na2 NOOP\r\na3 IDLE\r\nDONE\r\na4 NOOP\r\na5 NOOP");
    talk.accept().accept();
    talk.server("T2 OK done\r\nT3 OK done");
    assertThat(talk.asked()).containsExactly("a3");
    talk.accept();
    talk.server("+ idling\r\nT4 OK done");
    assertThat(talk.asked()).containsExactly("a4", "a5");
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\nT3 NOOP\r\nT4 IDLE\r\nDONE\r\n");
  }

  @Test
  void aRefusedIdleBehindThemTakesItsDoneWithIt() {
    talk.client("a1 NOOP\r\na2 IDLE\r\nDONE\r\na3 NOOP");
    talk.accept();
    talk.server("T2 OK done");
    talk.reject();
    assertThat(talk.asked()).containsExactly("a3");
    assertThat(talk.toClient()).contains("a2 NO").doesNotContain("BAD");
  }

  /** What ends the session ends it behind the commands that came before, not in front of them. */
  @ParameterizedTest
  @ValueSource(strings = {"a3 NOOP\n", "a3 NO\0OP", "a3 CREATE {9999999999999999999999}"})
  void aViolationBehindThemWaitsForItsTurn(String line) {
    talk.client("a1 NOOP\r\na2 NOOP\r\n" + line + "\r\na4 NOOP");
    assertThat(talk.asked()).containsExactly("a1", "a2");
    talk.accept();
    assertThat(talk.toClient()).isEmpty();
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\nT3 NOOP\r\n");
    assertThat(talk.toClient()).startsWith("* BYE");
    assertThat(talk.clientClosed && talk.serverClosed).isTrue();
  }

  @Test
  void halfALineIsNotLookedAt() {
    byte[] octets = "a1 NOOP\r\na2 NOOP\r\na3 NO".getBytes(StandardCharsets.US_ASCII);
    talk.session.clientOctets(octets, 0, octets.length, 0);
    assertThat(talk.asked()).containsExactly("a1", "a2");
    talk.client("OP");
    talk.accept().accept();
    assertThat(talk.asked()).containsExactly("a3");
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\nT3 NOOP\r\nT4 NOOP\r\n");
  }

  @Test
  void beforeLoginNothingIsReadAhead() {
    AskedTalk early = new AskedTalk(ASKED);
    early.server("* OK [CAPABILITY IMAP4rev1] hello");
    early.client("a1 NOOP\r\na2 NOOP");
    assertThat(early.asked()).containsExactly("a1");
  }

  @Test
  void untilTheFirstCommandWasJudgedNothingIsReadAhead() {
    AskedTalk early = new AskedTalk(ASKED);
    early.server("* PREAUTH [CAPABILITY IMAP4rev1] hello");
    early.client("a1 NOOP\r\na2 NOOP\r\na3 NOOP");
    assertThat(early.asked()).containsExactly("a1");
    assertThat(early.questions.element().call().oldState()).isEqualTo(ConnectionState.INITIAL);
    early.accept();
    assertThat(early.asked()).containsExactly("a2", "a3");
    assertThat(early.questions.element().call().oldState()).isEqualTo(ConnectionState.AUTH);
  }

  @Test
  void soManyAreAskedAboutAtATime() {
    talk.client(numbered(40));
    assertThat(talk.asked()).hasSize(1 + Session.ASKED_AHEAD_MAX);
    assertThat(talk.session.heldOctets()).isGreaterThan(40L * "b1 NOOP".length());
    for (int i = 0; i <= Session.ASKED_AHEAD_MAX; i++) {
      talk.accept();
    }
    assertThat(talk.asked()).hasSize(40 - 1 - Session.ASKED_AHEAD_MAX);
  }

  private static String numbered(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i < count; i++) {
      lines.append("b").append(i).append(" NOOP\r\n");
    }
    return lines.append("b").append(count).append(" NOOP").toString();
  }

  @Test
  void aTagThatTheOneBeforeHasIsLookedAtInItsTurn() {
    talk.client("a1 NOOP\r\na1 NOOP");
    talk.reject();
    // It is free again.
    assertThat(talk.asked()).containsExactly("a1");
    talk.accept();
    talk.client("a2 NOOP\r\na1 NOOP");
    assertThat(talk.asked()).containsExactly("a2");
    talk.accept();
    assertThat(talk.toClient()).contains("a1 BAD");
  }

  @Test
  void whatAFunctionLoggedIsToldInTurnWithItsDecision() {
    talk.client("a1 NOOP\r\na2 NOOP");
    talk.questions.getFirst().call().log("imap.policy", 1, "first");
    talk.questions.getLast().call().log("imap.policy", 1, "second");
    assertThat(talk.logged()).isEmpty();
    talk.accept();
    assertThat(talk.logged()).extracting(Event.FunctionLogged::text).containsExactly("first");
    talk.reject();
    assertThat(talk.logged())
        .extracting(Event.FunctionLogged::text)
        .containsExactly("first", "second");
    Event.Decided decided = (Event.Decided) talk.events.getLast();
    assertThat(talk.logged().getLast().decisionId()).isEqualTo(decided.decisionId());
    assertThat(decided.tag()).isEqualTo("a2");
  }

  /** The pace counts what is done, not what is asked. */
  @Test
  void whatWasAskedAheadWaitsForItsTime() {
    AskedTalk slow = new AskedTalk(ASKED, new Pace(1, NONE, NONE, false)).loggedIn();
    slow.client(numbered(8));
    assertThat(slow.asked()).hasSize(8);
    while (!slow.questions.isEmpty()) {
      slow.accept();
    }
    // A burst of five, and the LOGIN was one of them.
    assertThat(slow.toServer().lines()).hasSize(4);
    slow.now = slow.session.deadline();
    slow.session.tick(slow.now);
    assertThat(slow.toServer().lines()).hasSize(1);
    assertThat(slow.events)
        .filteredOn(Event.LimitReached.class::isInstance)
        .containsExactly(new Event.LimitReached("commands-per-second", "paused"));
  }

  @Test
  void aDrainBeginsNoneOfThem() {
    talk.client("a1 NOOP\r\na2 NOOP\r\na3 CREATE {3}");
    talk.session.drain(0);
    assertThat(talk.toClient()).isEmpty();
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\n");
    talk.accept();
    talk.server("T2 OK done");
    assertThat(talk.toClient()).startsWith("a1 OK done\r\n* BYE");
    assertThat(talk.toServer()).isEmpty();
    assertThat(talk.session.over()).isTrue();
  }

  @Test
  void aClientThatLeavesStillHasAllOfItsCommandsDone() {
    talk.client("a1 NOOP\r\na2 NOOP\r\na3 LIST \"\" *");
    talk.session.clientClosed(false, 0);
    talk.accept().accept();
    assertThat(talk.toServer()).isEqualTo("T2 NOOP\r\nT3 NOOP\r\nT4 LIST \"\" *\r\n");
    talk.server("T2 OK done\r\nT3 OK done");
    assertThat(talk.session.over()).isFalse();
    talk.server("T4 OK done");
    assertThat(talk.toClient()).endsWith("a3 OK done\r\n");
    assertThat(talk.session.over()).isTrue();
  }

  @Test
  void aServerThatLeavesEndsIt() {
    talk.client("a1 NOOP\r\na2 NOOP");
    talk.session.serverClosed(false, 0);
    assertThat(talk.toClient()).startsWith("* BYE [UNAVAILABLE]");
    talk.accept().accept();
    assertThat(talk.toServer()).isEmpty();
  }

  @Test
  void whereTheCommandsBeforeFillTheServersQueueTheyWait() {
    talk.client(numbered(32));
    while (!talk.questions.isEmpty()) {
      talk.accept();
    }
    talk.client(numbered(64).replace("b", "c"));
    while (!talk.questions.isEmpty()) {
      talk.accept();
    }
    assertThat(talk.toServer().lines()).hasSize(64);
    talk.server("T2 OK done");
    assertThat(talk.toServer()).isEqualTo("T66 NOOP\r\n");
  }
}
