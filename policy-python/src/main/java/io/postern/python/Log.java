package io.postern.python;

import io.postern.policy.Call;
import java.util.Optional;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** Where the log lines of the call that runs at the moment go; on its context's thread only. */
final class Log implements ProxyExecutable {
  private Optional<Call> current = Optional.empty();

  void begin(Call call) {
    current = Optional.of(call);
  }

  void end() {
    current = Optional.empty();
  }

  /** Tag, level and text. Outside of a call, in config(), there is no session to log for. */
  @Override
  public Object execute(Value... arguments) {
    int level = arguments[1].fitsInInt() ? arguments[1].asInt() : 0;
    current.ifPresent(call -> call.log(arguments[0].asString(), level, arguments[2].asString()));
    return true;
  }
}
