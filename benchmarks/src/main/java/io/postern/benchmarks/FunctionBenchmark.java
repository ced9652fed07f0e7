package io.postern.benchmarks;

import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import io.postern.imap.Limits;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.Policy;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.RequestAction;
import io.postern.policy.SessionFacts;
import io.postern.wire.CommandArguments;
import io.postern.wire.CommandParser;
import io.postern.wire.Framer;
import io.postern.wire.Syntax;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A policy function that looks into a nested argument tuple and accepts: the command's values made,
 * the function called, its answer read. Without the way to the policy thread and back.
 */
@State(Scope.Thread)
public class FunctionBenchmark {
  private static final String JAVA =
      """
      import io.postern.policy.*;
      import io.postern.imap.Argument;

      public class Bench extends ImapProxy {
        @Override
        protected void config(PolicyTables tables) {
          super.config(tables);
          tables.request("FETCH").call(this::fetch);
        }

        private RequestAction fetch(Call call) {
          return call.arguments().get(1) instanceof Argument.Parens items
                  && items.items().getFirst().equals(new Argument.Text("UID"))
              ? RequestAction.ACCEPT
              : RequestAction.REJECT;
        }
      }
      """;

  private static final String PYTHON =
      """
      class Bench(ImapProxy):
          def config(self):
              super().config()
              self.request["FETCH"] = (IMAP_REQ_POLICY, self.fetch)

          def fetch(self, tag, command, args):
              if args[1][1] == "UID":
                  return IMAP_REQ_ACCEPT
              return IMAP_REQ_REJECT
      """;

  /** In which language. */
  @Param({"java", "python"})
  public String language;

  private Command command;
  private FunctionRef function;
  private PolicyFunctions functions;
  private SessionFacts facts;

  /** Everything up to the session's first question is the load's. */
  @Setup
  public void load() throws Exception {
    Policy policy =
        language.equals("java")
            ? PolicyFile.load("Bench.java", JAVA)
            : PolicyFile.load("bench.py", PYTHON);
    policy.warm();
    facts =
        new SessionFacts("aaaaaa", "bench", "client", "server", Optional.empty(), new HashMap<>());
    functions = policy.open(facts);
    command = parsed();
    function =
        switch (policy.request(CommandName.FETCH).action()) {
          case RequestAction.Call call -> call.function();
          default -> throw new AssertionError("no function");
        };
    if (!(function() instanceof RequestAction.Accept)) {
      throw new AssertionError("refused");
    }
  }

  private static Command parsed() {
    byte[] octets =
        "a1 FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (From To)]<0.1024>)\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    Framer framer = new Framer(Framer.Side.CLIENT, Limits.DEFAULT);
    framer.read(octets, 0, octets.length);
    if (new CommandParser(Limits.DEFAULT).parse(framer.frame(), Syntax.STRICT)
        instanceof CommandParser.Parsed found) {
      return found.command();
    }
    throw new AssertionError("refused");
  }

  @Benchmark
  public RequestAction function() throws Exception {
    Call call =
        new Call(
            "a1",
            "FETCH",
            CommandArguments.of(command),
            ConnectionState.SELECTED,
            ConnectionState.SELECTED,
            facts);
    return functions.request(function, call);
  }
}
