package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.imap.Limits;
import io.postern.policy.Answer;
import io.postern.policy.FunctionRef;
import io.postern.policy.ImapProxy;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.policy.Question;
import io.postern.policy.RequestAction;
import io.postern.policy.SessionFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens while a policy function is still at work: transcripts answer at once. */
class PendingFunctionTest implements Effects {
  private final StringBuilder client = new StringBuilder();
  private final StringBuilder server = new StringBuilder();
  private final Deque<Question> questions = new ArrayDeque<>();
  private final List<Event.FunctionLogged> logged = new ArrayList<>();
  private boolean clientClosed;
  private boolean serverClosed;
  private Session session;

  @BeforeEach
  void loggedIn() {
    PolicyTables tables = PolicyTables.empty();
    new ImapProxy() {
      void fill() {
        config(tables);
      }
    }.fill();
    RequestAction call = new RequestAction.Call(new FunctionRef("f", 0));
    tables.putRequest("APPEND", call, new Place("test", 1, 1));
    tables.putRequest("NOOP", call, new Place("test", 2, 1));
    SessionFacts facts =
        new SessionFacts("aaaaaa", "test", "client", "server", Optional.empty(), new HashMap<>());
    session =
        new Session(
            new SessionSettings(
                "aaaaaa",
                "T",
                Policy.compile(tables),
                Limits.DEFAULT,
                facts,
                true,
                false,
                false,
                60_000,
                2_000_000),
            this,
            0);
    fromServer("* PREAUTH [CAPABILITY IMAP4rev1 LITERAL+ MULTIAPPEND] hello\r\n");
    client.setLength(0);
  }

  @Test
  void messageAnnouncedBeforeAnEarlyNoIsSwallowedWhenTheVerdictComesBehindIt() {
    fromClient("a1 APPEND INBOX {3+}\r\n");
    accept();
    fromClient("one {12+}\r\n");
    assertThat(take(server)).isEqualTo("T1 APPEND INBOX {3+}\r\none");
    fromServer("T1 NO full\r\n");
    accept();
    // The server's command ends; what it was never promised doesn't reach it.
    assertThat(take(server)).isEqualTo("\r\n");
    fromClient("a9 LOGOUT\r\n\r\r\n");
    assertThat(take(server)).isEmpty();
    assertThat(take(client)).isEqualTo("a1 NO full\r\n");
    fromClient("a2 CAPABILITY\r\n");
    assertThat(take(server)).isEqualTo("T2 CAPABILITY\r\n");
  }

  @Test
  void synchronizingMessageAnnouncedBeforeAnEarlyNoIsNeverAskedFor() {
    fromClient("a1 APPEND INBOX {3+}\r\n");
    accept();
    fromClient("one {12}\r\n");
    take(server);
    fromServer("T1 NO full\r\n");
    accept();
    assertThat(take(server)).isEqualTo("\r\n");
    assertThat(take(client)).isEqualTo("a1 NO full\r\n");
    fromClient("a2 CAPABILITY\r\n");
    assertThat(take(server)).isEqualTo("T2 CAPABILITY\r\n");
  }

  @Test
  void closingClientStillGetsTheVerdictAndTheAnswer() {
    fromClient("a1 NOOP\r\n");
    session.clientClosed(false, 1);
    assertThat(session.over()).isFalse();
    accept();
    assertThat(take(server)).isEqualTo("T1 NOOP\r\n");
    fromServer("T1 OK done\r\n");
    assertThat(take(client)).isEqualTo("a1 OK done\r\n");
    assertThat(clientClosed && serverClosed).isTrue();
  }

  @Test
  void verdictBehindTheServersCloseIsIgnored() {
    fromClient("a1 NOOP\r\n");
    session.serverClosed(false, 1);
    assertThat(take(client)).startsWith("* BYE [UNAVAILABLE]");
    accept();
    assertThat(take(server)).isEmpty();
    assertThat(take(client)).isEmpty();
    assertThat(clientClosed && serverClosed).isTrue();
  }

  @Test
  void commandsBehindAQuestionWaitForItsAnswer() {
    fromClient("a1 NOOP\r\na2 CAPABILITY\r\n");
    assertThat(take(server)).isEmpty();
    accept();
    assertThat(take(server)).isEqualTo("T1 NOOP\r\nT2 CAPABILITY\r\n");
  }

  @Test
  void whatAFunctionLoggedIsToldWithItsDecisionUpToTheDefaultVerbosity() {
    fromClient("a1 NOOP\r\n");
    questions.element().call().log("imap.policy", Questions.VERBOSITY, "said");
    questions.element().call().log("imap.debug", Questions.VERBOSITY + 1, "not said");
    assertThat(logged).isEmpty();
    accept();
    // 1 is the greeting.
    assertThat(logged)
        .containsExactly(
            new Event.FunctionLogged("aaaaaa-2", "imap.policy", Questions.VERBOSITY, "said"));
  }

  @Test
  void whatAFunctionLoggedBeforeItFailedIsTold() {
    fromClient("a1 NOOP\r\n");
    Question question = questions.remove();
    question.call().log("imap.policy", 0, "last words");
    session.answered(question.number(), new Answer.Failed("took longer than 1000 ms", "p.py:3"), 1);
    assertThat(logged).extracting(Event.FunctionLogged::text).containsExactly("last words");
    assertThat(clientClosed && serverClosed).isTrue();
  }

  private void accept() {
    Question question = questions.remove();
    session.answered(
        question.number(),
        new Answer.ForRequest(RequestAction.ACCEPT, question.call().newState()),
        1);
  }

  private void fromClient(String octets) {
    byte[] array = octets.getBytes(StandardCharsets.US_ASCII);
    session.clientOctets(array, 0, array.length, 1);
  }

  private void fromServer(String octets) {
    byte[] array = octets.getBytes(StandardCharsets.US_ASCII);
    session.serverOctets(array, 0, array.length, 1);
  }

  private static String take(StringBuilder from) {
    String taken = from.toString();
    from.setLength(0);
    return taken;
  }

  @Override
  public void toClient(byte[] octets, int offset, int length) {
    client.append(new String(octets, offset, length, StandardCharsets.US_ASCII));
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    server.append(new String(octets, offset, length, StandardCharsets.US_ASCII));
  }

  @Override
  public void secureClient() {
    throw new AssertionError("no TLS here");
  }

  @Override
  public void route(String user) {
    throw new AssertionError("no routing here");
  }

  @Override
  public void secureServer() {
    throw new AssertionError("no TLS here");
  }

  @Override
  public void closeClient(boolean clean) {
    clientClosed = true;
  }

  @Override
  public void closeServer(boolean clean) {
    serverClosed = true;
  }

  @Override
  public void readClient(boolean wanted) {}

  @Override
  public void readServer(boolean wanted) {}

  @Override
  public void ask(Question question) {
    questions.add(question);
  }

  @Override
  public void event(Event event) {
    if (event instanceof Event.FunctionLogged line) {
      logged.add(line);
    }
  }
}
