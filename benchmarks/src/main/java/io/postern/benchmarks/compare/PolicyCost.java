package io.postern.benchmarks.compare;

import io.postern.benchmarks.load.Load;
import io.postern.benchmarks.peers.Gateways;
import io.postern.benchmarks.peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a policy adds to a command: gateways with different policies, in turns, between the same
 * clients and the same server.
 *
 * <p>Arguments as {@link Compare}'s.
 */
public final class PolicyCost {
  private static final String NONE = "none";
  private static final int WARM_UPS = 5;
  private static final int WARM_UP_MILLIS = 3_000;
  private static final int SESSIONS = 8;
  private static final int DEPTH = 32;

  /** Commands that NOOP isn't: what a table of fifty rules is filled with. */
  private static final List<String> COMMANDS =
      List.of("DELETE", "RENAME", "CREATE", "SUBSCRIBE", "UNSUBSCRIBE", "CHECK", "COPY", "MOVE");

  private static final String JAVA =
      """
      import io.postern.policy.Call;
      import io.postern.policy.ImapProxy;
      import io.postern.policy.PolicyTables;
      import io.postern.policy.RequestAction;

      public class Called extends ImapProxy {
        @Override
        protected void config(PolicyTables t) {
          super.config(t);
          t.request("NOOP").call(this::noop);
        }

        private RequestAction noop(Call call) {
          return RequestAction.ACCEPT;
        }
      }
      """;

  private static final String PYTHON =
      """
      class Called(ImapProxy):
          def config(self):
              super().config()
              self.request["NOOP"] = (IMAP_REQ_POLICY, self.noop)

          def noop(self, *args):
              return IMAP_REQ_ACCEPT
      """;

  private PolicyCost() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.parse(args);
    Gateways gateways = new Gateways(settings.launcher(), settings.javaOptions());
    try (Course course = new Course(settings.folder())) {
      Map<String, Peer> peers = new LinkedHashMap<>();
      for (Map.Entry<String, String> policy : policies(settings.folder()).entrySet()) {
        String name = "policy " + policy.getKey();
        peers.put(
            policy.getKey(), course.keep(gateways.start(course.behind(), name, policy.getValue())));
      }
      for (int depth : new int[] {1, DEPTH}) {
        System.out.printf("bench: policies, %d sessions, %d NOOP in flight%n", SESSIONS, depth);
        measure(settings, course, peers, depth);
      }
    }
  }

  private static void measure(Settings settings, Course course, Map<String, Peer> peers, int depth)
      throws IOException {
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    for (Map.Entry<String, Peer> one : peers.entrySet()) {
      for (int i = 0; i < WARM_UPS; i++) {
        course.once(one.getValue(), load(one.getValue(), depth, WARM_UP_MILLIS));
      }
      micros.put(one.getKey(), new ArrayList<>());
    }
    for (int i = 0; i < settings.repetitions(); i++) {
      for (Map.Entry<String, Peer> one : peers.entrySet()) {
        Sample sample = course.once(one.getValue(), load(one.getValue(), depth, settings.millis()));
        micros.get(one.getKey()).add(sample.cpuSeconds() * 1e6 / sample.done().units());
      }
    }
    double[] none = values(micros.get(NONE));
    micros.forEach(
        (name, all) -> {
          double[] values = values(all);
          double[] more = new double[values.length];
          for (int i = 0; i < more.length; i++) {
            more[i] = values[i] - none[i];
          }
          Spread spread = Spread.of(more);
          System.out.printf(
              Locale.ROOT,
              "  %-12s %7.3f us CPU a command; more than without: %.3f us (%.3f to %.3f)%n",
              name,
              Spread.of(values).median(),
              spread.median(),
              spread.low(),
              spread.high());
        });
  }

  private static Load load(Peer peer, int depth, int millis) {
    return new Load(Load.Work.COMMAND, peer.port(false), false, SESSIONS, depth, 0, millis);
  }

  private static double[] values(List<Double> all) {
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Map<String, String> policies(Path folder) throws IOException {
    Map<String, String> policies = new LinkedHashMap<>();
    policies.put(NONE, "ImapProxy");
    policies.put(
        "1 rule", write(folder, "one.yaml", "extends: ImapProxy\nrequest:\n  NOOP: accept\n"));
    policies.put("50 rules", write(folder, "fifty.yaml", fifty()));
    policies.putAll(functions(folder));
    return policies;
  }

  /** Those that call one on every command. */
  static Map<String, String> functions(Path folder) throws IOException {
    Map<String, String> functions = new LinkedHashMap<>();
    functions.put("Java", write(folder, "Called.java", JAVA));
    functions.put("Python", write(folder, "called.py", PYTHON));
    return functions;
  }

  private static String fifty() {
    StringBuilder made = new StringBuilder("extends: ImapProxy\nrequest:\n  NOOP: accept\n");
    COMMANDS.forEach(name -> made.append("  ").append(name).append(": reject\n"));
    made.append("capability:\n");
    for (int i = 0; i < 50 - 1 - COMMANDS.size(); i++) {
      made.append("  X-FIFTY-").append(i).append(": drop\n");
    }
    return made.toString();
  }

  private static String write(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).getFileName().toString();
  }
}
