package io.postern.net;

import io.postern.policy.FunctionSource;
import io.postern.policy.ImapProxy;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.PolicyFunctions;
import io.postern.policy.PolicyTables;
import io.postern.policy.RequestAction;
import io.postern.policy.SessionFacts;
import io.postern.service.Address;
import io.postern.service.Service;
import java.util.List;

/** Test support: services whose policy does something when it is made ready. */
final class Warmed {
  /** What a policy does. */
  interface Step {
    void run() throws Exception;
  }

  private static final Place PLACE = new Place("test", 1, 1);

  private Warmed() {}

  static Service service(String name, Step warm) {
    return service(name, policy(warm));
  }

  static Service withoutFunctions(String name) {
    try {
      return service(name, Loopback.policy(ImapProxy::new));
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  static Policy policy(Step warm) {
    FunctionSource source =
        new FunctionSource() {
          @Override
          public void warm() throws Exception {
            warm.run();
          }

          @Override
          public PolicyFunctions open(SessionFacts session) {
            throw new AssertionError("no session asks here");
          }
        };
    PolicyTables tables = PolicyTables.empty();
    tables.putRequest("NOOP", new RequestAction.Call(tables.function(source, "f")), PLACE);
    return Policy.compile(tables);
  }

  private static Service service(String name, Policy policy) {
    return Service.of(
        name, List.of(new Address("127.0.0.1", 0)), new Address("127.0.0.1", 1), policy);
  }
}
