package io.postern.cli;

import io.postern.audit.Event;
import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.Policy;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.Question;
import io.postern.policy.SessionFacts;
import io.postern.service.Service;
import io.postern.session.Effects;
import io.postern.session.Session;
import io.postern.session.SessionSettings;
import io.postern.session.Surroundings;
import io.postern.transcript.FunctionThread;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * One command, played on a session that has no network: it is judged by the very code that judges
 * traffic, its functions are really called, and nothing leaves.
 */
final class PlayedCommand implements Effects {
  /** Decision ids read {@code S-1}, as in transcripts. */
  private static final String ID = "S";

  /** Addresses of RFC 5737, which are nobody's. */
  private static final String CLIENT = "192.0.2.1:40000";

  final List<Event> events = new ArrayList<>();
  private final StringBuilder toClient = new StringBuilder();
  private final StringBuilder toServer = new StringBuilder();
  private final Deque<Question> questions = new ArrayDeque<>();
  private boolean closed;

  private PlayedCommand() {}

  /**
   * Plays it.
   *
   * @param command without a tag and a line end
   */
  static PlayedCommand of(
      Service service,
      ConnectionState state,
      Optional<String> user,
      List<String> capabilities,
      String command) {
    PlayedCommand played = new PlayedCommand();
    List<SessionSettings.Observed> observed = new ArrayList<>();
    SessionFacts facts = facts(service, user);
    List<PolicyFunctions> functions = new ArrayList<>(List.of(service.policy().open(facts)));
    for (Policy policy : service.observe().policies()) {
      observed.add(new SessionSettings.Observed(policy, facts(service, user)));
      functions.add(policy.open(observed.getLast().facts()));
    }
    Session session =
        Session.standing(
            new SessionSettings(
                ID,
                "T",
                service.policy(),
                service.limits(),
                facts,
                service.switches().trustPreauth(),
                service.switches().decisionIdsToClient(),
                true,
                service.timeouts().beforeLogin().toMillis(),
                service.timeouts().idle().toMillis(),
                observed,
                Surroundings.NONE),
            played,
            new Session.Standing(state, user, capabilities),
            0);
    byte[] line = ("a1 " + command + "\r\n").getBytes(StandardCharsets.UTF_8);
    try (FunctionThread thread = new FunctionThread(service.timeouts().policyCall().toMillis())) {
      service.policies().forEach(thread::ready);
      session.clientOctets(line, 0, line.length, 0);
      while (!played.questions.isEmpty()) {
        Question question = played.questions.remove();
        Answer answer = thread.ask(functions.get(question.policy()), question);
        session.answered(question.number(), answer, 0);
      }
    }
    return played;
  }

  private static SessionFacts facts(Service service, Optional<String> user) {
    return new SessionFacts(
        ID, service.name(), CLIENT, service.router().described(), user, new HashMap<>());
  }

  /** The lines that would go to the client. */
  List<String> clientHears() {
    return lines(toClient, closed);
  }

  /** The lines that would go to the server; credentials are left out. */
  List<String> serverHears() {
    return lines(toServer, closed).stream().map(PlayedCommand::redacted).toList();
  }

  private static String redacted(String line) {
    String[] words = line.split(" ", 3);
    boolean secret =
        words.length == 3 && (words[1].equals("LOGIN") || words[1].equals("AUTHENTICATE"));
    return secret ? words[0] + " " + words[1] + " ***" : line;
  }

  private static List<String> lines(StringBuilder octets, boolean closed) {
    List<String> lines = new ArrayList<>(octets.toString().lines().toList());
    if (closed) {
      lines.add("(the connection is closed)");
    }
    return lines;
  }

  @Override
  public void toClient(byte[] octets, int offset, int length) {
    toClient.append(new String(octets, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    toServer.append(new String(octets, offset, length, StandardCharsets.UTF_8));
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
    closed = true;
  }

  @Override
  public void closeServer(boolean clean) {
    closed = true;
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
    events.add(event);
  }
}
