package io.postern.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One session's functions: each source's instance is made when the first of its functions is
 * called.
 */
final class OpenFunctions implements PolicyFunctions {
  private final List<FunctionSource> sources;
  private final RequestRules rules;
  private final SessionFacts session;
  private final Map<FunctionSource, Optional<PolicyFunctions>> open = new HashMap<>();

  /** Whose function was called last: read by the thread that interrupts. */
  private volatile Optional<PolicyFunctions> last = Optional.empty();

  OpenFunctions(List<FunctionSource> sources, RequestRules rules, SessionFacts session) {
    this.sources = sources;
    this.rules = rules;
    this.session = session;
  }

  @Override
  public RequestAction request(FunctionRef function, Call call) throws Exception {
    var chain = rules.chain(function);
    if (chain.isEmpty()) {
      return of(function).request(function, call);
    }
    FunctionRef uid = chain.get().uid();
    RequestAction first = of(uid).request(uid, call);
    if (!(first instanceof RequestAction.Accept)) {
      return first;
    }
    return chain.get().behind() instanceof RequestAction.Call(FunctionRef next)
        ? of(next).request(next, call)
        : chain.get().behind();
  }

  @Override
  public ResponseAction response(FunctionRef function, Call call) throws Exception {
    return of(function).response(function, call);
  }

  @Override
  public String place(FunctionRef function) {
    return sources.get(function.index()).place(function);
  }

  @Override
  public void interrupt() {
    last.ifPresent(PolicyFunctions::interrupt);
  }

  private PolicyFunctions of(FunctionRef function) throws Exception {
    FunctionSource source = sources.get(function.index());
    Optional<PolicyFunctions> functions = open.get(source);
    if (functions == null) {
      functions = Optional.of(source.open(session));
      open.put(source, functions);
    }
    last = functions;
    return functions.get();
  }
}
