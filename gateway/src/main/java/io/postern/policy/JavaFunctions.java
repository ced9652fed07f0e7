package io.postern.policy;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The functions of a Java policy. At load only their names are kept; for each session {@code
 * config()} runs again on an instance of its own, and that instance's functions are taken by name.
 */
final class JavaFunctions implements FunctionSource {
  private final JavaPolicy policy;
  private final Map<String, String> identities = new HashMap<>();
  private final Map<String, RequestFunction> requests = new HashMap<>();
  private final Map<String, ResponseFunction> responses = new HashMap<>();

  JavaFunctions(JavaPolicy policy) {
    this.policy = policy;
  }

  /** For tables that no class fills. */
  static JavaFunctions none() {
    return new JavaFunctions(
        () -> {
          throw new IllegalStateException("no Java policy");
        });
  }

  @Override
  public PolicyFunctions open(SessionFacts session) throws Exception {
    JavaFunctions own = new JavaFunctions(policy);
    policy.make().config(PolicyTables.binding(own));
    return own.new Open();
  }

  /** Notes a function; a complaint if another one has its name. */
  Optional<String> noteRequest(String name, RequestFunction function) {
    requests.put(name, function);
    return claim(name + " for commands", name, function);
  }

  Optional<String> noteResponse(String name, ResponseFunction function) {
    responses.put(name, function);
    return claim(name + " for responses", name, function);
  }

  /** Equal tables are told by names, so a name must stand for one function. */
  private Optional<String> claim(String key, String name, Serializable function) {
    String identity =
        lambda(function)
            .map(
                found ->
                    found.getImplClass()
                        + "."
                        + found.getImplMethodName()
                        + found.getImplMethodSignature())
            .orElseGet(() -> function.getClass().getName());
    String earlier = identities.putIfAbsent(key, identity);
    return earlier == null || earlier.equals(identity)
        ? Optional.empty()
        : Optional.of("two functions are named " + name);
  }

  /**
   * The name of the method behind {@code this::select}; nothing for a lambda, whose name changes
   * with its neighbours.
   */
  static Optional<String> nameOf(Serializable function) {
    return lambda(function)
        .map(SerializedLambda::getImplMethodName)
        .filter(name -> !name.startsWith("lambda$"));
  }

  private static Optional<SerializedLambda> lambda(Serializable function) {
    try {
      // Every serializable lambda has it: java.lang.invoke.SerializedLambda.
      Method replace = function.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      return replace.invoke(function) instanceof SerializedLambda found
          ? Optional.of(found)
          : Optional.empty();
    } catch (ReflectiveOperationException | RuntimeException e) {
      // An ordinary class in place of a lambda, or one in a closed module: it has no name of its
      // own.
      return Optional.empty();
    }
  }

  /** One session's functions. */
  private final class Open implements PolicyFunctions {
    @Override
    public RequestAction request(FunctionRef function, Call call) throws Exception {
      return known(requests, function).decide(call);
    }

    @Override
    public ResponseAction response(FunctionRef function, Call call) throws Exception {
      return known(responses, function).decide(call);
    }

    private static <F> F known(Map<String, F> functions, FunctionRef function) {
      F found = functions.get(function.name());
      if (found == null) {
        throw new IllegalStateException("config() didn't assign " + function.name() + " again");
      }
      return found;
    }
  }
}
