package io.postern.python;

import io.postern.imap.ConnectionState;
import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.PolicyFailure;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import io.postern.policy.SessionFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/**
 * One session's instance of a policy. It lives in the context of the thread that calls it; where
 * that context was lost, the next call makes a new instance in the next one.
 */
final class PythonFunctions implements PolicyFunctions {
  private static final List<ConnectionState> STATES = List.of(ConnectionState.values());

  private final PythonSource source;
  private final SessionFacts facts;
  private Optional<Open> open = Optional.empty();

  /** Where a call runs or ran last: read by the thread that interrupts. */
  private volatile Optional<PythonContext> last = Optional.empty();

  /** The instance: a function that calls its functions by number. */
  private record Open(PythonContext context, Value call, List<String> names) {}

  PythonFunctions(PythonSource source, SessionFacts facts) {
    this.source = source;
    this.facts = facts;
  }

  @Override
  public RequestAction request(FunctionRef function, Call call) throws PolicyFailure {
    return sound(Actions.ofFunction().request(answer(function, call)), function);
  }

  @Override
  public ResponseAction response(FunctionRef function, Call call) throws PolicyFailure {
    return sound(Actions.ofFunction().response(answer(function, call)), function);
  }

  @Override
  public String place(FunctionRef function) {
    return source.place(function);
  }

  @Override
  public void interrupt() {
    last.ifPresent(context -> context.interrupt(this));
  }

  private <A> A sound(Read<A> read, FunctionRef function) throws PolicyFailure {
    return switch (read) {
      case Read.Sound<A>(A action) -> action;
      case Read.Wrong<A>(String message) ->
          throw new PolicyFailure(
              "returned what is no action: " + message, source.place(0, function.name()));
    };
  }

  private PythonValue answer(FunctionRef function, Call call) throws PolicyFailure {
    PythonContext here = PythonContext.here();
    last = Optional.of(here);
    here.log().begin(call);
    try {
      return here.run(this, () -> answer(here, function, call));
    } catch (PolyglotException e) {
      throw Failures.of(e, source.place(function));
    } finally {
      here.log().end();
    }
  }

  private PythonValue answer(PythonContext here, FunctionRef function, Call call)
      throws PolicyFailure {
    Open instance = instance(here);
    List<Object> given = new ArrayList<>();
    int index = instance.names().indexOf(function.name());
    if (index < 0) {
      // Python would take -1 for the last one.
      throw new PolicyFailure("has no function " + function.name() + " now", source.place(0, ""));
    }
    given.add(index);
    given.add(call.tag());
    given.add(call.command());
    given.add(call.oldState().ordinal());
    given.add(call.newState().ordinal());
    given.add(call.session().user().orElse(null));
    given.add(call.session().clientCertificate().orElse(null));
    here.shapes().add(call.arguments(), given);
    Value result = instance.call().execute(given.toArray());
    if (result.isNumber()) {
      return new PythonValue.Constant(PythonConstant.of(result.asInt()));
    }
    if (result.getArrayElement(0).asString().equals("x")) {
      throw failure(result);
    }
    call.enter(STATES.get(result.getArrayElement(1).asInt()));
    return PythonValue.of(result.getArrayElement(2));
  }

  private Open instance(PythonContext here) throws PolicyFailure {
    Optional<Open> known = open.filter(instance -> instance.context().equals(here));
    if (known.isPresent()) {
      return known.get();
    }
    PythonSource.Ready policy = source.ready(here);
    Value call =
        policy
            .open()
            .execute(
                facts.id(),
                facts.service(),
                facts.clientAddress(),
                facts.serverAddress(),
                facts.user().orElse(null),
                facts.clientCertificate().orElse(null));
    if (!call.canExecute()) {
      throw failure(call);
    }
    Open made = new Open(here, call, policy.functions());
    open = Optional.of(made);
    return made;
  }

  private PolicyFailure failure(Value told) {
    return new PolicyFailure(
        told.getArrayElement(1).asString(),
        source.place(told.getArrayElement(2).asInt(), told.getArrayElement(3).asString()));
  }
}
