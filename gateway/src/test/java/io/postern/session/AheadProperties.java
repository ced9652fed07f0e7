package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.Seeds;
import io.postern.imap.ConnectionState;
import io.postern.policy.Answer;
import io.postern.policy.Policy;
import io.postern.policy.Question;
import io.postern.policy.RequestAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether commands come one by one, each when the one before is answered, or in one go and their
 * functions are asked ahead: the same functions are called, once each, in the same order and with
 * the same state; the server gets the same commands, and the client the same answers.
 */
class AheadProperties {
  private static final Policy POLICY =
      Policy.compile(
          AskedTalk.tables(List.of("NOOP", "CHECK", "STATUS", "CREATE", "SELECT", "CLOSE")));

  private static final String[] COMMANDS = {
    "NOOP",
    "NOOP",
    "NOOP",
    "STATUS box (MESSAGES)",
    "CHECK",
    "LIST \"\" *",
    "SELECT INBOX",
    "CLOSE",
    "ID NIL",
    "CREATE {3+}\r\nbox",
    "CREATE \"a b\"",
    "NONSENSE",
    "NOOP too much",
  };

  /** What came of it all. */
  private record Outcome(List<String> calls, String server, TreeSet<String> answers) {}

  @ParameterizedTest
  @MethodSource("io.postern.Seeds#all")
  void allIsAsIfTheyHadComeOneByOne(long seed) {
    SplittableRandom random = Seeds.random(seed);
    int ahead = 0;
    for (int i = 0; i < 300; i++) {
      List<String> lines = lines(random);
      long fate = random.nextLong();
      World oneByOne = new World(fate);
      lines.forEach(oneByOne::whole);
      World together = new World(fate);
      together.cut(String.join("", lines), random);
      assertThat(together.outcome()).as(String.join("", lines)).isEqualTo(oneByOne.outcome());
      assertThat(oneByOne.ahead).isZero();
      ahead += together.ahead;
    }
    assertThat(ahead).isGreaterThan(100);
  }

  private static List<String> lines(SplittableRandom random) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(1, 60); i > 0; i--) {
      lines.add("a" + i + " " + COMMANDS[random.nextInt(COMMANDS.length)] + "\r\n");
    }
    return lines;
  }

  /** A session, functions that always answer the same, and a server that always says OK. */
  private static final class World {
    private final AskedTalk talk = new AskedTalk(POLICY, Pace.NONE).loggedIn();
    private final long fate;
    private final List<String> calls = new ArrayList<>();
    private final StringBuilder server = new StringBuilder();
    private final StringBuilder client = new StringBuilder();
    private final Deque<String> unanswered = new ArrayDeque<>();
    private boolean lets;
    private int ahead;

    private World(long fate) {
      this.fate = fate;
    }

    private void whole(String line) {
      say(line.getBytes(StandardCharsets.US_ASCII));
      settle();
    }

    private void cut(String lines, SplittableRandom random) {
      byte[] octets = lines.getBytes(StandardCharsets.US_ASCII);
      int at = 0;
      while (at < octets.length) {
        int end = Math.min(octets.length, at + 1 + random.nextInt(random.nextBoolean() ? 9 : 999));
        say(Arrays.copyOfRange(octets, at, end));
        at = end;
        for (int i = random.nextInt(40); i > 0; i--) {
          if (random.nextBoolean()) {
            answer(random.nextInt(9) == 0);
          } else {
            serve();
          }
        }
      }
      settle();
    }

    private void settle() {
      while (!talk.questions.isEmpty() || !unanswered.isEmpty()) {
        answer(false);
        serve();
      }
    }

    private void say(byte[] octets) {
      talk.session.clientOctets(octets, 0, octets.length, 0);
      heard();
    }

    private void serve() {
      if (!unanswered.isEmpty()) {
        talk.server(unanswered.remove() + " OK done");
        heard();
      }
    }

    private void answer(boolean slow) {
      if (talk.questions.isEmpty()) {
        return;
      }
      Question question = talk.questions.element();
      ahead += question.ahead() ? 1 : 0;
      Answer answer = question.ahead() && !lets ? new Answer.Unasked() : called(question);
      lets = question.lets(answer) && !slow;
      talk.answer(answer);
      heard();
    }

    private Answer called(Question question) {
      calls.add(question.call().tag() + " " + question.call().oldState());
      ConnectionState state = question.call().newState();
      int number = Integer.parseInt(question.call().tag().substring(1));
      return switch (new SplittableRandom(fate + number).nextInt(60)) {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> new Answer.ForRequest(RequestAction.REJECT, state);
        case 10, 11 -> new Answer.ForRequest(new RequestAction.Respond("OK so", List.of()), state);
        case 12, 13 -> new Answer.ForRequest(RequestAction.DROP, state);
        case 14, 15 -> new Answer.ForRequest(new RequestAction.Rewrite("NAMESPACE"), state);
        case 16 -> new Answer.ForRequest(new RequestAction.Rewrite("SELECT other"), state);
        case 17, 18 -> new Answer.ForRequest(RequestAction.ACCEPT, ConnectionState.SELECTED);
        case 19, 20 -> new Answer.ForRequest(RequestAction.REJECT, ConnectionState.SELECTED);
        case 21 -> new Answer.ForRequest(new RequestAction.Abort(Optional.empty()), state);
        case 22 -> new Answer.Failed("threw", "");
        default -> new Answer.ForRequest(RequestAction.ACCEPT, state);
      };
    }

    private void heard() {
      String more = talk.toServer();
      server.append(more);
      more.lines().forEach(line -> unanswered.add(line.substring(0, line.indexOf(' '))));
      client.append(talk.toClient());
    }

    /** A session that ended may not have heard the server's answers to all. */
    private Outcome outcome() {
      TreeSet<String> answers = new TreeSet<>();
      client.toString().lines().filter(line -> !talk.session.over()).forEach(answers::add);
      return new Outcome(calls, server.toString(), answers);
    }
  }
}
