package io.postern.python;

import io.postern.imap.Argument;
import io.postern.imap.ConnectionState;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.Policy;
import io.postern.policy.PolicyFailure;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import io.postern.policy.SessionFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** One session that asks a policy's functions. */
final class Talk {
  private final Policy policy;
  private final SessionFacts facts;
  final PolicyFunctions functions;
  Call last;

  Talk(Policy policy) {
    this(policy, "192.0.2.1");
  }

  Talk(Policy policy, String client) {
    this.policy = policy;
    facts =
        new SessionFacts(
                "k7f3q2", "office", client, "192.0.2.9", Optional.of("anna"), new HashMap<>())
            .withClientCertificate("CN=anna,O=Office");
    functions = policy.open(facts);
  }

  RequestAction ask(String command, Argument... arguments) throws Exception {
    return ask(ConnectionState.AUTH, ConnectionState.SELECTED, command, arguments);
  }

  RequestAction ask(
      ConnectionState before, ConnectionState after, String command, Argument... arguments)
      throws Exception {
    last = new Call("a1", command, List.of(arguments), before, after, facts);
    return functions.request(function(command), last);
  }

  private FunctionRef function(String command) {
    return policy.requests().get(command).value() instanceof RequestAction.Call(FunctionRef found)
        ? found
        : new FunctionRef("none", 0);
  }

  ResponseAction hear(String name, Argument... arguments) throws Exception {
    last =
        new Call(
            "*",
            name,
            List.of(arguments),
            ConnectionState.SELECTED,
            ConnectionState.SELECTED,
            facts);
    return policy.responses().values().stream()
                .filter(entry -> entry.value() instanceof ResponseAction.Call)
                .findFirst()
                .orElseThrow()
                .value()
            instanceof ResponseAction.Call(FunctionRef found)
        ? functions.response(found, last)
        : ResponseAction.ABORT;
  }

  /** How a question fails: the cause, at the place. */
  String failure(String command, Argument... arguments) throws Exception {
    try {
      throw new AssertionError("it answered " + ask(command, arguments));
    } catch (PolicyFailure e) {
      return e.getMessage() + " at " + e.place();
    }
  }

  static Argument text(String text) {
    return new Argument.Text(text);
  }
}
