package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.policy.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens while a policy function is still at work: transcripts answer at once. */
class PendingFunctionTest {
  private final AskedTalk talk = new AskedTalk(List.of("APPEND", "NOOP"));

  @BeforeEach
  void loggedIn() {
    talk.server("* PREAUTH [CAPABILITY IMAP4rev1 LITERAL+ MULTIAPPEND] hello");
    talk.toClient();
  }

  @Test
  void messageAnnouncedBeforeAnEarlyNoIsSwallowedWhenTheVerdictComesBehindIt() {
    client("a1 APPEND INBOX {3+}\r\n");
    talk.accept();
    client("one {12+}\r\n");
    assertThat(talk.toServer()).isEqualTo("T1 APPEND INBOX {3+}\r\none");
    server("T1 NO full\r\n");
    talk.accept();
    // The server's command ends; what it was never promised doesn't reach it.
    assertThat(talk.toServer()).isEqualTo("\r\n");
    client("a9 LOGOUT\r\n\r\r\n");
    assertThat(talk.toServer()).isEmpty();
    assertThat(talk.toClient()).isEqualTo("a1 NO full\r\n");
    client("a2 CAPABILITY\r\n");
    assertThat(talk.toServer()).isEqualTo("T2 CAPABILITY\r\n");
  }

  @Test
  void synchronizingMessageAnnouncedBeforeAnEarlyNoIsNeverAskedFor() {
    client("a1 APPEND INBOX {3+}\r\n");
    talk.accept();
    client("one {12}\r\n");
    talk.toServer();
    server("T1 NO full\r\n");
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("\r\n");
    assertThat(talk.toClient()).isEqualTo("a1 NO full\r\n");
    client("a2 CAPABILITY\r\n");
    assertThat(talk.toServer()).isEqualTo("T2 CAPABILITY\r\n");
  }

  @Test
  void closingClientStillGetsTheVerdictAndTheAnswer() {
    client("a1 NOOP\r\n");
    talk.session.clientClosed(false, 1);
    assertThat(talk.session.over()).isFalse();
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("T1 NOOP\r\n");
    server("T1 OK done\r\n");
    assertThat(talk.toClient()).isEqualTo("a1 OK done\r\n");
    assertThat(talk.clientClosed && talk.serverClosed).isTrue();
  }

  @Test
  void verdictBehindTheServersCloseIsIgnored() {
    client("a1 NOOP\r\n");
    talk.session.serverClosed(false, 1);
    assertThat(talk.toClient()).startsWith("* BYE [UNAVAILABLE]");
    talk.accept();
    assertThat(talk.toServer()).isEmpty();
    assertThat(talk.toClient()).isEmpty();
    assertThat(talk.clientClosed && talk.serverClosed).isTrue();
  }

  @Test
  void commandsBehindAQuestionWaitForItsAnswer() {
    client("a1 NOOP\r\na2 CAPABILITY\r\n");
    assertThat(talk.toServer()).isEmpty();
    talk.accept();
    assertThat(talk.toServer()).isEqualTo("T1 NOOP\r\nT2 CAPABILITY\r\n");
  }

  @Test
  void whatAFunctionLoggedIsToldWithItsDecisionUpToTheDefaultVerbosity() {
    client("a1 NOOP\r\n");
    talk.questions.element().call().log("imap.policy", Questions.VERBOSITY, "said");
    talk.questions.element().call().log("imap.debug", Questions.VERBOSITY + 1, "not said");
    assertThat(talk.logged()).isEmpty();
    talk.accept();
    // 1 is the greeting.
    assertThat(talk.logged())
        .containsExactly(
            new Event.FunctionLogged("aaaaaa-2", "imap.policy", Questions.VERBOSITY, "said"));
  }

  @Test
  void whatAFunctionLoggedBeforeItFailedIsTold() {
    client("a1 NOOP\r\n");
    talk.questions.element().call().log("imap.policy", 0, "last words");
    talk.answer(new Answer.Failed("took longer than 1000 ms", "p.py:3"));
    assertThat(talk.logged()).extracting(Event.FunctionLogged::text).containsExactly("last words");
    assertThat(talk.clientClosed && talk.serverClosed).isTrue();
  }

  private void client(String octets) {
    byte[] array = octets.getBytes(StandardCharsets.US_ASCII);
    talk.session.clientOctets(array, 0, array.length, 1);
  }

  private void server(String octets) {
    byte[] array = octets.getBytes(StandardCharsets.US_ASCII);
    talk.session.serverOctets(array, 0, array.length, 1);
  }
}
