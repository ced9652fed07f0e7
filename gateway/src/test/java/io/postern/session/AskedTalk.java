package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.ConnectionState;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Test support: a session whose policy asks functions about some commands; a test answers. */
final class AskedTalk extends Talk {
  final Deque<Question> questions = new ArrayDeque<>();
  boolean clientClosed;
  boolean serverClosed;

  /** {@code asked}: the commands that functions are asked about. */
  AskedTalk(List<String> asked) {
    this(asked, Pace.NONE);
  }

  AskedTalk(List<String> asked, Pace pace) {
    this(Policy.compile(tables(asked)), pace);
  }

  AskedTalk(Policy policy, Pace pace) {
    super(
        new SessionSettings(
            "aaaaaa",
            "T",
            policy,
            Limits.DEFAULT.with(Map.of("pending", 64L)),
            new SessionFacts("aaaaaa", "test", "c", "s", Optional.empty(), new HashMap<>()),
            true,
            false,
            false,
            60_000,
            2_000_000,
            List.of(),
            Surroundings.NONE.withPace(pace)));
  }

  /** As ImapProxy, but functions are asked about these commands. */
  static PolicyTables tables(List<String> asked) {
    PolicyTables tables = PolicyTables.empty();
    new ImapProxy() {
      void fill() {
        config(tables);
      }
    }.fill();
    Place place = new Place("test", 1, 1);
    for (String name : asked) {
      tables.putRequest(name, new RequestAction.Call(new FunctionRef(name, 0)), place);
    }
    return tables;
  }

  /** Greeted, logged in, and nothing of it is kept. */
  AskedTalk loggedIn() {
    server("* OK [CAPABILITY IMAP4rev1 IDLE NAMESPACE LITERAL+] hello");
    client("a0 LOGIN alice secret");
    server("T1 OK in");
    toClient();
    toServer();
    events.clear();
    return this;
  }

  AskedTalk accept() {
    return answer(RequestAction.ACCEPT);
  }

  AskedTalk reject() {
    return answer(RequestAction.REJECT);
  }

  /** Answers the oldest question. */
  AskedTalk answer(RequestAction action) {
    return answer(new Answer.ForRequest(action, questions.element().call().newState()));
  }

  AskedTalk answer(RequestAction action, ConnectionState state) {
    return answer(new Answer.ForRequest(action, state));
  }

  AskedTalk answer(Answer answer) {
    session.answered(questions.remove().number(), answer, now);
    return this;
  }

  /** The tags of the commands that functions are being asked about. */
  List<String> asked() {
    return questions.stream().map(question -> question.call().tag()).toList();
  }

  List<Event.FunctionLogged> logged() {
    return events.stream()
        .filter(Event.FunctionLogged.class::isInstance)
        .map(Event.FunctionLogged.class::cast)
        .toList();
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
  public void ask(Question question) {
    questions.add(question);
  }
}
