package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.imap.ConnectionState;
import io.postern.imap.Limits;
import io.postern.policy.Answer;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.policy.Question;
import io.postern.policy.RequestAction;
import io.postern.policy.SessionFacts;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A client, a session and a server on one thread in virtual time; what the session does is held
 * against the laws.
 */
final class SimulatedWorld implements Effects {
  /** Inboxes of 64 KiB and one read each, lines, held answers: what one session may hold. */
  private static final long HELD_MAX = 600_000;

  private final Random random;
  private final Noise noise;
  private final boolean observe;
  private final SimulatedClient client;
  private final SimulatedServer server;
  final Session session;
  private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
  private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();
  private final Deque<Question> questions = new ArrayDeque<>();
  private final Map<String, String> accepted = new HashMap<>();
  private final List<String> acceptedIds = new ArrayList<>();
  private boolean readsClient = true;
  private boolean readsServer = true;
  private boolean clientClosed;
  private boolean serverClosed;
  private long now = 1_000;
  int steps;

  /** What the observed policy would have changed. */
  int observed;

  /** Whether the function of a question that was asked ahead is called now. */
  private boolean lets;

  /** Questions that were asked ahead. */
  int ahead;

  /** {@code observe}: the policy is judged, and all that it would do is only told. */
  SimulatedWorld(Random random, Noise noise, boolean observe) {
    this.random = random;
    this.noise = noise;
    this.observe = observe;
    this.client = new SimulatedClient(random, noise);
    this.server = new SimulatedServer(random, noise);
    SessionFacts facts =
        new SessionFacts("aaaaaa", "sim", "client", "server", Optional.empty(), new HashMap<>());
    this.session =
        new Session(
            new SessionSettings(
                "aaaaaa",
                "T",
                observe ? policy().opened() : policy(),
                limits(),
                facts,
                false,
                true,
                true,
                60_000,
                2_000_000,
                observe ? List.of(new SessionSettings.Observed(policy(), facts)) : List.of(),
                Surroundings.NONE),
            this,
            now);
  }

  private static Limits limits() {
    return Limits.DEFAULT.with(
        Map.of("bad-before-login", 100_000L, "bad-after-login", 100_000L, "pending", 12L));
  }

  private static Policy policy() {
    PolicyTables tables =
        AskedTalk.tables(List.of("CREATE", "NOOP", "STATUS", "SEARCH", "FETCH", "SELECT"));
    Place place = new Place("simulation", 1, 1);
    tables.putRequest("DELETE", RequestAction.REJECT, place);
    tables.putRequest("RENAME", RequestAction.DROP, place);
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
      byte[] cut = noise.onClient(cut(fromClient), random);
      session.clientOctets(cut, 0, cut.length, now);
      spoil(cut);
    }
  }

  private void deliverServer() {
    fromServer.writeBytes(server.take());
    if (readsServer && fromServer.size() > 0) {
      byte[] cut = noise.onServer(cut(fromServer), random);
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
    Answer answer = question.ahead() && !lets ? new Answer.Unasked() : decide(question);
    if (question.policy() == 0) {
      lets = question.lets(answer) && random.nextInt(9) > 0;
    }
    ahead += question.ahead() ? 1 : 0;
    session.answered(question.number(), answer, now);
  }

  private Answer decide(Question question) {
    return switch (random.nextInt(160)) {
      case 0 -> new Answer.Failed("thrown at random", "simulation:1");
      case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 ->
          new Answer.ForRequest(RequestAction.REJECT, question.call().newState());
      case 21, 22, 23 ->
          new Answer.ForRequest(
              new RequestAction.Respond("NO not today", List.of()), question.call().newState());
      default -> new Answer.ForRequest(RequestAction.ACCEPT, question.call().newState());
    };
  }

  /** Lets all that is under way come to its end, and holds the laws against it. */
  void end() {
    for (int i = 0; i < (noise == Noise.NONE ? 200_000 : 500) && !quiet(); i++) {
      client.calm();
      if (random.nextBoolean()) {
        server.act();
      }
      deliverClient();
      deliverServer();
      answer();
    }
    if (noise == Noise.SERVER) {
      // What a server that contradicts itself has read can't be known; what the client heard was
      // checked all along.
      return;
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
    if (noise == Noise.NONE) {
      assertThat(server.seen).isEqualTo(let);
      assertThat(client.open.keySet()).containsExactlyInAnyOrderElementsOf(client.dropped);
      if (session.state() == ConnectionState.SELECTED) {
        assertThat(client.exists).isEqualTo(server.exists);
      }
    } else {
      assertThat(let).startsWith(server.seen.toArray(String[]::new));
    }
  }

  /** Switched on by hand, to see the talk that broke a law: {@code -Dsimulation.trace=true}. */
  private static void trace(String who, byte[] octets, int offset, int length) {
    if (Boolean.getBoolean("simulation.trace")) {
      String text =
          new String(
              octets, offset, Math.min(length, 300), java.nio.charset.StandardCharsets.ISO_8859_1);
      System.out.println(who + " " + text.replace("\r", "\\r").replace("\n", "\\n"));
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
    trace("  to client", octets, offset, length);
    client.octets(java.util.Arrays.copyOfRange(octets, offset, offset + length));
  }

  @Override
  public void toServer(byte[] octets, int offset, int length) {
    assertThat(serverClosed).isFalse();
    trace("  to server", octets, offset, length);
    server.octets(java.util.Arrays.copyOfRange(octets, offset, offset + length));
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
    if (noise == Noise.NONE && event instanceof Event.Violated violated) {
      throw new AssertionError("honest parties were accused: " + violated);
    }
    if (observe && event instanceof Event.PolicyFailed failed) {
      assertThat(failed.mode()).isEqualTo(Judged.OBSERVE);
    }
    if (event instanceof Event.Decided decided && decided.mode().equals(Judged.OBSERVE)) {
      assertThat(observe).isTrue();
      observed++;
    } else if (event instanceof Event.Decided decided && !decided.response()) {
      // By policy nothing is refused: what is, the engine refuses, and its word is BAD or its own.
      assertThat(observe && !decided.action().equals("accept") && !decided.rule().equals("engine"))
          .isFalse();
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
