package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.imap.Limits;
import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.notation.yaml.YamlReader;
import io.postern.notation.yaml.YamlResult;
import io.postern.policy.Answer;
import io.postern.policy.Policy;
import io.postern.policy.Question;
import io.postern.policy.SessionFacts;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Test support: a session whose events are kept; what it says is kept too. */
final class ToldTalk extends Talk {
  private static final Path FUNCTIONS = Path.of("src", "test", "transcripts", "functions");

  final Deque<Question> questions = new ArrayDeque<>();

  private ToldTalk(Policy policy, List<Policy> observed) {
    super(
        new SessionSettings(
            "k7f3q2",
            "T",
            policy,
            Limits.DEFAULT,
            facts(),
            false,
            true,
            false,
            60_000,
            60_000,
            observed.stream().map(each -> new SessionSettings.Observed(each, facts())).toList(),
            Surroundings.NONE));
  }

  private static SessionFacts facts() {
    return new SessionFacts("k7f3q2", "s", "c", "s", Optional.empty(), new HashMap<>());
  }

  static ToldTalk under(String table) {
    return new ToldTalk(policy("p.yaml", table), List.of());
  }

  /** {@code mode: observe}. */
  static ToldTalk observing(String table) {
    Policy policy = policy("p.yaml", table);
    return new ToldTalk(policy.opened(), List.of(policy));
  }

  /** {@code observe: second.yaml}. */
  static ToldTalk beside(String table, String second) {
    return new ToldTalk(policy("p.yaml", table), List.of(policy("second.yaml", second)));
  }

  void answer(Question question, Answer answer) {
    session.answered(question.number(), answer, 0);
  }

  /** Greeted, logged in, and nothing of it is kept. */
  ToldTalk loggedIn(String capabilities) {
    server("* OK [CAPABILITY " + capabilities + "] hello");
    client("a0 LOGIN alice secret");
    server(ownTag("LOGIN") + " OK [CAPABILITY " + capabilities + "] in");
    return forgotten();
  }

  ToldTalk selected(String capabilities) {
    loggedIn(capabilities);
    client("a00 SELECT INBOX");
    server("* 3 EXISTS");
    server(ownTag("SELECT") + " OK [READ-WRITE] selected");
    return forgotten();
  }

  private ToldTalk forgotten() {
    events.clear();
    toClient.setLength(0);
    toServer.setLength(0);
    return this;
  }

  /** A table over whatever it extends, standing in {@code file} from line 1 on. */
  static Policy policy(String file, String table) {
    YamlResult result = YamlReader.parse(file, table);
    assertThat(result).isInstanceOf(YamlResult.Read.class);
    PolicyLoad load = new Policies(List.of()).inline(((YamlResult.Read) result).root(), FUNCTIONS);
    assertThat(load).isInstanceOf(PolicyLoad.Loaded.class);
    return ((PolicyLoad.Loaded) load).policy();
  }

  /** The gateway's tag of the last command of that name toward the server. */
  String ownTag(String command) {
    var found = Pattern.compile("(?m)^(T\\d+) " + command).matcher(toServer);
    String tag = "";
    while (found.find()) {
      tag = found.group(1);
    }
    assertThat(tag).as(command + " in " + toServer).isNotEmpty();
    return tag;
  }

  /** All that it has heard. */
  String heardByServer() {
    return toServer.toString();
  }

  List<Event.Decided> decided() {
    return events.stream()
        .filter(Event.Decided.class::isInstance)
        .map(Event.Decided.class::cast)
        .toList();
  }

  Event.Decided last() {
    return decided().getLast();
  }

  @Override
  public void ask(Question question) {
    questions.add(question);
  }
}
