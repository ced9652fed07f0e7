package io.postern.notation;

import io.postern.policy.Call;
import io.postern.policy.FunctionRef;
import io.postern.policy.FunctionSource;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.RequestAction;
import io.postern.policy.ResponseAction;
import io.postern.policy.SessionFacts;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Java class whose methods are functions of a YAML policy: {@code RequestAction name(Call)} and
 * {@code ResponseAction name(Call)}, its own or inherited. Each session has an instance of its own.
 */
final class FunctionClass implements FunctionSource {
  private final Class<?> type;
  private final Map<String, Method> requests = new HashMap<>();
  private final Map<String, Method> responses = new HashMap<>();

  FunctionClass(Class<?> type) {
    this.type = type;
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (List.of(method.getParameterTypes()).equals(List.of(Call.class))
            && !method.isSynthetic()) {
          note(method);
        }
      }
    }
  }

  /** An heir's method comes first. */
  private void note(Method method) {
    Map<String, Method> table =
        RequestAction.class.isAssignableFrom(method.getReturnType())
            ? requests
            : ResponseAction.class.isAssignableFrom(method.getReturnType())
                ? responses
                : new HashMap<>();
    if (table.putIfAbsent(method.getName(), method) == null) {
      method.setAccessible(true);
    }
  }

  String name() {
    return type.getName();
  }

  boolean has(String name, Class<?> returned) {
    return table(returned).containsKey(name);
  }

  List<String> names(Class<?> returned) {
    return new ArrayList<>(table(returned).keySet());
  }

  private Map<String, Method> table(Class<?> returned) {
    return returned == RequestAction.class ? requests : responses;
  }

  @Override
  public PolicyFunctions open(SessionFacts session) throws Exception {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object instance = JavaLoader.invoke(constructor::newInstance);
    return new PolicyFunctions() {
      @Override
      public RequestAction request(FunctionRef function, Call call) throws Exception {
        return (RequestAction)
            JavaLoader.invoke(() -> requests.get(function.name()).invoke(instance, call));
      }

      @Override
      public ResponseAction response(FunctionRef function, Call call) throws Exception {
        return (ResponseAction)
            JavaLoader.invoke(() -> responses.get(function.name()).invoke(instance, call));
      }
    };
  }
}
