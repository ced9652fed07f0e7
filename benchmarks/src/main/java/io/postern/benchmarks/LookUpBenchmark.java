package io.postern.benchmarks;

import io.postern.imap.CommandName;
import io.postern.imap.Owner;
import io.postern.imap.ResponseName;
import io.postern.imap.ResponseType;
import io.postern.policy.Policy;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import io.postern.policy.Rule;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Static verdicts: one look-up in the compiled tables of ImapProxy. The aim is 50 ns at most. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LookUpBenchmark {
  private static final CommandName[] COMMANDS = CommandName.values();
  private static final ResponseName[] RESPONSES = ResponseName.values();

  private static final String YAML =
      """
      extends: ImapProxy
      request:
        DELETE: reject
      """;

  private static final String PYTHON =
      """
      class Bench(ImapProxy):
          def config(self):
              super().config()
              self.request["DELETE"] = IMAP_REQ_REJECT
      """;

  /** Where the rules come from, which must not matter. */
  @Param({"yaml", "python"})
  public String notation;

  private Policy policy;
  private int turn;

  @Setup
  public void compile() throws Exception {
    policy =
        notation.equals("yaml")
            ? PolicyFile.load("bench.yaml", YAML)
            : PolicyFile.load("bench.py", PYTHON);
  }

  @Benchmark
  public Rule<RequestAction> request() {
    return policy.request(COMMANDS[next(COMMANDS.length)]);
  }

  @Benchmark
  public Rule<ResponseAction> response() {
    int turned = next(COMMANDS.length);
    return policy.response(
        Owner.of(COMMANDS[turned]), ResponseType.UNTAGGED, RESPONSES[turned % RESPONSES.length]);
  }

  @Benchmark
  public Rule<ResponseAction> code() {
    return policy.code(
        Owner.of(COMMANDS[next(COMMANDS.length)]), ResponseType.TAGGED, "READ-WRITE");
  }

  @Benchmark
  public boolean capability() {
    return policy.accepts("SPECIAL-USE");
  }

  /** Another one each time, so that nothing is folded away. */
  private int next(int length) {
    turn = turn + 1 == length ? 0 : turn + 1;
    return turn;
  }
}
