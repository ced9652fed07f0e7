package io.postern.it;

import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.audit.SessionInfo;
import io.postern.net.Gateway;
import io.postern.net.GatewaySettings;
import io.postern.net.ListenException;
import io.postern.net.WarmUpException;
import io.postern.notation.Policies;
import io.postern.notation.PolicyLoad;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.service.Address;
import io.postern.service.Chainer;
import io.postern.service.Router;
import io.postern.service.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** The gateway as it runs, in this process, on a free port; what it told its log is kept. */
final class GatewayUnderTest implements AutoCloseable, EventSink {
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Gateway gateway;

  private GatewayUnderTest(Service service) {
    gateway = new Gateway(List.of(service), this, GatewaySettings.best());
  }

  /** In front of that server; the policy is a base class, or a file under examples/policies. */
  static GatewayUnderTest start(int serverPort, String policy)
      throws ListenException, WarmUpException {
    return start(service(serverPort, policy));
  }

  /** The same in {@code mode: observe}. */
  static GatewayUnderTest observing(int serverPort, String policy)
      throws ListenException, WarmUpException {
    return start(service(serverPort, policy).withObserve(true, Optional.empty()));
  }

  /** In front of several servers, of which a chainer chooses. */
  static GatewayUnderTest start(List<Integer> serverPorts, Chainer chainer)
      throws ListenException, WarmUpException {
    List<Address> servers =
        serverPorts.stream().map(port -> new Address("127.0.0.1", port)).toList();
    return start(
        service(serverPorts.getFirst(), "ImapProxy")
            .withRouter(new Router.Directed(servers))
            .withChainer(chainer));
  }

  /** The same as changed. */
  static GatewayUnderTest start(int serverPort, String policy, UnaryOperator<Service> changes)
      throws ListenException, WarmUpException {
    return start(changes.apply(service(serverPort, policy)));
  }

  private static Service service(int serverPort, String policy) {
    return Service.of(
        "it",
        List.of(new Address("127.0.0.1", 0)),
        new Address("127.0.0.1", serverPort),
        policy(policy));
  }

  static GatewayUnderTest start(Service service) throws ListenException, WarmUpException {
    GatewayUnderTest started = new GatewayUnderTest(service);
    started.gateway.start();
    return started;
  }

  int port() {
    return gateway.listening().getFirst().address().port();
  }

  /** What the gateway has told so far, in the order of its telling. */
  List<Event> events() {
    return events;
  }

  @Override
  public void event(SessionInfo session, Event event) {
    events.add(event);
  }

  @Override
  public void close() {
    gateway.close();
  }

  private static Policy policy(String name) {
    // Surefire starts a module's tests in its folder.
    Path folder = Path.of("..", "examples", "policies");
    return switch (new Policies(List.of()).load(name, folder, new Place("test", 0, 0))) {
      case PolicyLoad.Loaded loaded -> loaded.policy();
      case PolicyLoad.Failed failed -> throw new AssertionError(failed.errors().toString());
    };
  }
}
