package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.postern.wire.Poison;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client, a session and a server on one thread in virtual time, in any interleaving a seed gives.
 * Laws: the commands that the server reads are exactly those accepted, in order; each command that
 * the client completed is answered once under its tag (but under DROP, or when the session ends);
 * literal octets arrive once, in order, all; the client hears only whole grammatical responses; the
 * message count is true; what a policy function failed on reaches nobody; memory is bounded.
 */
class SessionSimulation {
  private static final int STEPS = 10_000;

  /** Inboxes of 64 KiB and one read each, lines, held answers: what one session may hold. */
  private static final long HELD_MAX = 600_000;

  static LongStream seeds() {
    long fresh = new Random().nextLong();
    System.out.println("SessionSimulation: fresh seed " + fresh);
    return LongStream.concat(LongStream.rangeClosed(1, 10), LongStream.of(fresh));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void lawsHoldInAnyInterleaving(long seed) {
    Poison.frames();
    Random random = new Random(seed);
    int steps = 0;
    while (steps < STEPS) {
      World world = new World(random);
      while (steps < STEPS && !world.session.over() && world.steps < 2_500) {
        world.step();
        steps++;
        world.steps++;
      }
      world.end();
    }
  }

  private static final class World implements Effects {
    private final Random random;
    private final SimulatedClient client;
    private final SimulatedServer server;
    private final Session session;
    private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();
    private final Deque<Question> questions = new ArrayDeque<>();
    private final Map<String, String> accepted = new HashMap<>();
    private final List<String> acceptedIds = new ArrayList<>();
    private boolean readsClient = true;
    private boolean readsServer = true;
    private boolean clientClosed;
    private long now = 1_000;
    private int steps;

    World(Random random) {
      this.random = random;
      this.client = new SimulatedClient(random);
      this.server = new SimulatedServer(random);
      SessionFacts facts =
          new SessionFacts("aaaaaa", "sim", "client", "server", Optional.empty(), new HashMap<>());
      this.session =
          new Session(
              new SessionSettings(
                  "aaaaaa", "T", policy(), limits(), facts, false, true, true, 60_000, 2_000_000),
              this,
              now);
    }

    private static Limits limits() {
      return Limits.DEFAULT.with(
          Map.of("bad-before-login", 100_000L, "bad-after-login", 100_000L, "pending", 12L));
    }

    private static Policy policy() {
      PolicyTables tables = PolicyTables.empty();
      new ImapProxy() {
        void fill() {
          config(tables);
        }
      }.fill();
      Place place = new Place("simulation", 1, 1);
      tables.putRequest("DELETE", RequestAction.REJECT, place);
      tables.putRequest("RENAME", RequestAction.DROP, place);
      tables.putRequest("CREATE", new RequestAction.Call(new FunctionRef("create", 0)), place);
      tables.putRequest("SUBSCRIBE", new RequestAction.Rewrite("UNSUBSCRIBE INBOX"), place);
      return Policy.compile(tables);
    }

    void step() {
      now += random.nextInt(3);
      switch (random.nextInt(6)) {
        case 0 -> {
          client.act();
          fromClient.writeBytes(client.take());
        }
        case 1 -> {
          server.act();
          fromServer.writeBytes(server.take());
        }
        case 2, 3 -> deliverClient();
        case 4 -> deliverServer();
        default -> answer();
      }
      session.tick(now);
      assertThat(session.heldOctets()).isLessThan(HELD_MAX);
    }

    private void deliverClient() {
      fromClient.writeBytes(client.take());
      if (readsClient && fromClient.size() > 0) {
        byte[] cut = cut(fromClient);
        session.clientOctets(cut, 0, cut.length, now);
        spoil(cut);
      }
    }

    private void deliverServer() {
      fromServer.writeBytes(server.take());
      if (readsServer && fromServer.size() > 0) {
        byte[] cut = cut(fromServer);
        session.serverOctets(cut, 0, cut.length, now);
        spoil(cut);
      }
    }

    private byte[] cut(ByteArrayOutputStream from) {
      byte[] all = from.toByteArray();
      int length = 1 + random.nextInt(random.nextBoolean() ? all.length : Math.min(all.length, 9));
      from.reset();
      from.write(all, length, all.length - length);
      return java.util.Arrays.copyOf(all, length);
    }

    /** The network reuses its array. */
    private static void spoil(byte[] octets) {
      java.util.Arrays.fill(octets, (byte) '!');
    }

    private void answer() {
      if (questions.isEmpty()) {
        return;
      }
      Question question = questions.remove();
      Answer answer =
          switch (random.nextInt(40)) {
            case 0 -> new Answer.Failed("thrown at random", "simulation:1");
            case 1, 2, 3, 4, 5, 6, 7, 8, 9 ->
                new Answer.ForRequest(RequestAction.REJECT, question.call().newState());
            default -> new Answer.ForRequest(RequestAction.ACCEPT, question.call().newState());
          };
      session.answered(question.number(), answer, now);
    }

    /** Lets all that is under way come to its end, and holds the laws against it. */
    void end() {
      for (int i = 0; i < 200_000 && !quiet(); i++) {
        client.calm();
        if (random.nextBoolean()) {
          server.act();
        }
        deliverClient();
        deliverServer();
        answer();
      }
      List<String> let =
          acceptedIds.stream().filter(accepted::containsKey).map(accepted::get).toList();
      if (session.over()) {
        // What was accepted last may have been on its way when the session ended.
        assertThat(let.size()).isBetween(server.seen.size(), server.seen.size() + 1);
        assertThat(server.seen).isEqualTo(let.subList(0, server.seen.size()));
        assertThat(clientClosed).isTrue();
        return;
      }
      assertThat(server.seen).isEqualTo(let);
      assertThat(client.open.keySet()).containsExactlyInAnyOrderElementsOf(client.dropped);
      if (session.state() == ConnectionState.SELECTED) {
        assertThat(client.exists).isEqualTo(server.exists);
      }
    }

    private boolean quiet() {
      return session.over()
          || (client.quiet()
              && server.quiet()
              && questions.isEmpty()
              && fromClient.size() == 0
              && fromServer.size() == 0
              && client.open.keySet().equals(java.util.Set.copyOf(client.dropped)));
    }

    @Override
    public void toClient(byte[] octets, int offset, int length) {
      assertThat(clientClosed).isFalse();
      client.octets(java.util.Arrays.copyOfRange(octets, offset, offset + length));
    }

    @Override
    public void toServer(byte[] octets, int offset, int length) {
      server.octets(java.util.Arrays.copyOfRange(octets, offset, offset + length));
    }

    @Override
    public void closeClient(boolean clean) {
      clientClosed = true;
    }

    @Override
    public void closeServer(boolean clean) {}

    @Override
    public void readClient(boolean wanted) {
      readsClient = wanted;
    }

    @Override
    public void readServer(boolean wanted) {
      readsServer = wanted;
    }

    @Override
    public void ask(Question question) {
      questions.add(question);
    }

    @Override
    public void event(Event event) {
      if (event instanceof Event.Violated violated) {
        throw new AssertionError("honest parties were accused: " + violated);
      }
      if (event instanceof Event.Decided decided && !decided.response()) {
        switch (decided.action()) {
          case "accept" -> {
            accepted.put(decided.decisionId(), decided.message());
            acceptedIds.add(decided.decisionId());
          }
          case "rewrite" -> {
            accepted.put(decided.decisionId(), decided.reason());
            acceptedIds.add(decided.decisionId());
          }
          // The engine's last word on what the table accepted.
          default -> accepted.remove(decided.decisionId());
        }
      }
    }
  }
}
