package io.postern.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.audit.SessionInfo;
import io.postern.service.Address;
import io.postern.service.Service;
import io.postern.session.SessionTap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for the clients of services, and carries their sessions. Made, started once, drained or
 * not, and closed; any thread.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** Clients that may wait to be accepted: a login storm after a restart. The system caps it. */
  private static final int BACKLOG = 1024;

  /** How long the loops may take to end: their tasks are short. */
  private static final long STOP_SECONDS = 5;

  /**
   * How long all policies may take to get ready before the gateway listens: a first start of the
   * Python engine takes 3 s on an idle machine, and much more on one that starts everything at
   * once.
   */
  private static final Duration WARM_UP_AT_START = Duration.ofSeconds(60);

  /** The same in a gateway that runs, whose sessions wait meanwhile with their questions. */
  public static final Duration WARM_UP_AT_RELOAD = Duration.ofSeconds(10);

  /** One address that a service listens on, with its real port. */
  public record Listening(String service, Address address) {}

  /** By their names, in order; a reload replaces them all at once. */
  private volatile Map<String, Service> services;

  private final Hub hub;
  private final PolicyThreads policyThreads;
  private final Sockets sockets;
  private final EventLoopGroup group;
  private final IdentityHashMap<EventExecutor, Loop> loops = new IdentityHashMap<>();
  private final List<Channel> listeners = new CopyOnWriteArrayList<>();
  private final List<Listening> listening = new CopyOnWriteArrayList<>();

  private final AtomicBoolean closed = new AtomicBoolean();

  /** A gateway that does nothing yet. */
  public Gateway(List<Service> services, EventSink sink, GatewaySettings settings) {
    this(services, sink, settings, Hub.Sessions.REAL, Patience.DEFAULT);
  }

  Gateway(
      List<Service> services,
      EventSink sink,
      GatewaySettings settings,
      Hub.Sessions sessions,
      Patience patience) {
    LongSupplier clock = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    policyThreads = new PolicyThreads(clock);
    OctetBudget outgoing = new OctetBudget(settings.outgoingOctetsMax());
    this.services = byName(services);
    sockets =
        new Sockets(
            settings.transport(),
            DirectMemory.allocator(settings.loops()),
            new ReadSizes(outgoing));
    hub =
        new Hub(
            clock,
            sessions,
            new SessionIds(new SecureRandom()),
            new SafeSink(sink),
            new Names(InetAddress::getAllByName, clock),
            sockets,
            policyThreads,
            new CountedServers(() -> this.services.values(), Clock.systemUTC()),
            settings.heldOctetsMax(),
            outgoing,
            patience);
    // Netty's own threads, since its pool keeps buffers at hand for these only.
    ThreadFactory threads = new DefaultThreadFactory("postern-loop");
    group =
        new MultiThreadIoEventLoopGroup(settings.loops(), threads, settings.transport().handlers());
    group.forEach(
        executor ->
            loops.put(
                executor,
                new Loop(
                    (EventLoop) executor, policyThreads.thread(), policyThreads.observedThread())));
  }

  /** Makes all policies ready, then starts to listen everywhere, or nowhere. */
  public void start() throws ListenException, WarmUpException {
    try {
      List<Service> first = services();
      WarmUps.run(loops.values(), first, WARM_UP_AT_START);
      policyThreads.serve(first);
      for (Service service : first) {
        for (Address address : service.listen()) {
          listen(service, address);
        }
      }
    } catch (ListenException | WarmUpException failure) {
      close();
      throw failure;
    }
  }

  /**
   * Makes the policies of services ready on every loop's policy thread, so that a reload doesn't
   * let the next clients wait. Waits for it; never on a loop. Sessions go on; their questions wait
   * meanwhile, and that time doesn't count against them.
   *
   * @throws WarmUpException if one can't be made ready within {@link #WARM_UP_AT_RELOAD}: then its
   *     service should keep the policy that it has
   */
  public void warm(List<Service> changed) throws WarmUpException {
    WarmUps.run(loops.values(), changed, WARM_UP_AT_RELOAD);
  }

  /**
   * From now on new sessions get these services' policies, servers, bounds and times, all at the
   * same moment; sessions that are there keep what they began with. Any thread.
   *
   * @param changed the same services by name, each with the same addresses to listen on
   * @throws IllegalArgumentException if they aren't the same
   */
  public void replace(List<Service> changed) {
    Map<String, Service> next = byName(changed);
    Map<String, Service> now = services;
    if (!next.keySet().equals(now.keySet())
        || next.size() != changed.size()
        || changed.stream()
            .anyMatch(service -> !service.listen().equals(now.get(service.name()).listen()))) {
      throw new IllegalArgumentException("other services, or other addresses");
    }
    services = next;
    policyThreads.serve(services());
  }

  /** What new sessions get, in the order of the services. */
  public List<Service> services() {
    return List.copyOf(services.values());
  }

  /** Where it listens, with the ports that it was given. */
  public List<Listening> listening() {
    return List.copyOf(listening);
  }

  /** Why a service takes no new sessions; empty if all do. For readiness. */
  public Optional<String> notAccepting() {
    for (Service service : services()) {
      Optional<String> reason = hub.refusal(service);
      if (reason.isPresent()) {
        return Optional.of("service " + service.name() + " takes no new sessions: " + reason.get());
      }
    }
    return Optional.empty();
  }

  public boolean accepting() {
    return notAccepting().isEmpty();
  }

  public Statistics statistics() {
    return hub.statistics();
  }

  /** What was counted since the start, for metrics. */
  public Counted counted() {
    return Counted.of(
        hub.counts().counted(List.copyOf(services.keySet())),
        loops.values().stream().map(Loop::counts).toList());
  }

  /** The sessions that live; waits for the loops, so never on one. */
  public Look look(Predicate<SessionInfo> wanted, Duration atMost) {
    return Look.at(hub.live(), wanted, atMost);
  }

  /** Whether every loop gets to its tasks within that time; waits for them, so never on one. */
  public boolean answering(Duration atMost) {
    return Look.answering(loops.values(), atMost);
  }

  /**
   * Ends sessions, each at its next turn with a BYE where no response is in flight.
   *
   * @return whose
   */
  public List<SessionInfo> end(Predicate<SessionInfo> wanted) {
    List<SessionInfo> ended = new ArrayList<>();
    for (Relay relay : hub.live()) {
      SessionInfo info = relay.info();
      if (!relay.over() && wanted.test(info)) {
        relay.endSoon(Event.Cause.ADMINISTRATOR);
        ended.add(info);
      }
    }
    return ended;
  }

  /** The servers behind the services. */
  public Servers servers() {
    return hub.servers();
  }

  /**
   * Records the next session of a service from an address.
   *
   * @param tap makes what is told of it, on the session's loop when it begins
   */
  public Tapping tapNext(
      Service service, InetAddress client, BiFunction<SessionInfo, Service, SessionTap> tap) {
    return hub.taps().next(service.name(), NetUtil.toAddressString(client), tap::apply);
  }

  /** Clients that each service has at the moment, by its name, in the order of the services. */
  public Map<String, Integer> sessions() {
    Map<String, Integer> sessions = new LinkedHashMap<>();
    services.forEach((name, service) -> sessions.put(name, hub.connections(service)));
    return sessions;
  }

  /**
   * Takes no new clients and ends all sessions at their next quiet moment; waits until they are
   * gone.
   *
   * @return how many were still there when the time was over; {@link #close} ends them
   */
  public int drain(Duration atMost) throws InterruptedException {
    if (closed.get()) {
      return 0;
    }
    listeners.forEach(listener -> listener.close().syncUninterruptibly());
    hub.drain();
    return hub.awaitNone(atMost);
  }

  /** Stops at once: listeners, sessions, threads. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listeners.forEach(listener -> listener.close().syncUninterruptibly());
    hub.drain();
    hub.live().forEach(Relay::abortSoon);
    group
        .shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(STOP_SECONDS + 1, TimeUnit.SECONDS);
    // Last, since a loop that runs may still start one.
    loops.values().forEach(Loop::stop);
  }

  /** Buffers that nobody has given back; for tests. */
  long buffersInUse() {
    return DirectMemory.inUse(sockets.allocator());
  }

  private static Map<String, Service> byName(List<Service> services) {
    Map<String, Service> byName = new LinkedHashMap<>();
    services.forEach(service -> byName.put(service.name(), service));
    return Collections.unmodifiableMap(byName);
  }

  private void listen(Service service, Address address) throws ListenException {
    InetAddress[] found = resolve(address);
    boolean bound = false;
    for (InetAddress one : found) {
      if (address.loopback()
          && !one.isLoopbackAddress()
          && !service.switches().clearTextAllowed()) {
        throw new ListenException(address, ListenException.Reason.NOT_LOOPBACK);
      }
      ChannelFuture binding =
          new ServerBootstrap()
              .group(group)
              .channel(sockets.transport().listening())
              .option(ChannelOption.SO_REUSEADDR, true)
              .option(ChannelOption.SO_BACKLOG, BACKLOG)
              .childHandler(new Entrance(hub, () -> services.get(service.name()), loops))
              .bind(new InetSocketAddress(one, address.port()))
              .awaitUninterruptibly();
      if (binding.isSuccess()) {
        bound = true;
        listeners.add(binding.channel());
        InetSocketAddress local = (InetSocketAddress) binding.channel().localAddress();
        listening.add(
            new Listening(
                service.name(),
                new Address(NetUtil.toAddressString(local.getAddress()), local.getPort())));
      } else {
        ListenException.Reason reason = ListenException.reason(binding.cause());
        // A name may have addresses that this machine lacks: localhost without IPv6. One must do.
        if (address.numeric() || reason != ListenException.Reason.NO_SUCH_ADDRESS) {
          throw new ListenException(address, reason);
        }
        LOG.warn("{} is also {}, which this machine doesn't have", address, one.getHostAddress());
      }
      if (address.port() == 0) {
        break;
      }
    }
    if (!bound) {
      throw new ListenException(address, ListenException.Reason.NO_SUCH_ADDRESS);
    }
  }

  private static InetAddress[] resolve(Address address) throws ListenException {
    try {
      return InetAddress.getAllByName(address.host());
    } catch (UnknownHostException unknown) {
      throw new ListenException(address, ListenException.Reason.NO_SUCH_NAME);
    }
  }
}
