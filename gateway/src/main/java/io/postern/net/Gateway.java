package io.postern.net;

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
import io.postern.service.Listener;
import io.postern.service.Plan;
import io.postern.service.Service;
import io.postern.session.SessionTap;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Listens for the clients of services, and carries their sessions. Made, started once, drained or
 * not, and closed; any thread.
 */
public final class Gateway implements AutoCloseable {
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

  /** How long a BYE may take to leave when the time of a drain is over. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** One address that a service listens on, with its real port. */
  public record Listening(String service, Address address) {}

  /** A reload replaces it as a whole. */
  private volatile Plan plan;

  private final Hub hub;
  private final PolicyThreads policyThreads;
  private final Sockets sockets;
  private final EventLoopGroup group;
  private final IdentityHashMap<EventExecutor, Loop> loops = new IdentityHashMap<>();
  private final CertificateWatch certificateWatch;
  private final Listeners listeners;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A gateway of services without rules, that does nothing yet. */
  public Gateway(List<Service> services, EventSink sink, GatewaySettings settings) {
    this(Plan.of(services), sink, settings);
  }

  /** A gateway that does nothing yet. */
  public Gateway(Plan plan, EventSink sink, GatewaySettings settings) {
    this(plan, sink, settings, Hub.Sessions.REAL, Patience.DEFAULT, Clock.systemUTC());
  }

  Gateway(
      List<Service> services,
      EventSink sink,
      GatewaySettings settings,
      Hub.Sessions sessions,
      Patience patience) {
    this(Plan.of(services), sink, settings, sessions, patience, Clock.systemUTC());
  }

  /**
   * A gateway that does nothing yet.
   *
   * @param time for rules that hold at certain hours only
   */
  Gateway(
      Plan plan,
      EventSink sink,
      GatewaySettings settings,
      Hub.Sessions sessions,
      Patience patience,
      InstantSource time) {
    LongSupplier clock = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    policyThreads = new PolicyThreads(clock);
    OctetBudget outgoing = new OctetBudget(settings.outgoingOctetsMax());
    this.plan = plan;
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
            settings.heldOctetsMax(),
            outgoing,
            patience);
    certificateWatch = new CertificateWatch(hub.tls(), hub.sink());
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
    listeners =
        new Listeners(
            group,
            settings.transport(),
            hub.listening(),
            listener -> new Entrance(hub, listener, () -> this.plan, time, loops));
  }

  /** Makes all policies ready, then starts to listen everywhere, or nowhere. */
  public void start() throws ListenException, WarmUpException {
    try {
      List<Service> first = services();
      hub.tls().stage(first);
      hub.tls().commit(first);
      certificateWatch.start();
      hub.servers().configured(first);
      WarmUps.run(loops.values(), first, WARM_UP_AT_START);
      policyThreads.serve(first);
      listeners.change(plan, () -> {});
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
    hub.tls().stage(changed);
    WarmUps.run(loops.values(), changed, WARM_UP_AT_RELOAD);
  }

  /**
   * From now on new connections get these services, zones and rules, all at the same moment;
   * sessions that are there keep what they began with, also where their service is gone. Listeners
   * that are still named keep their sockets, others are opened before and closed after. Any thread
   * but a loop.
   *
   * @throws ListenException if a new listener can't be opened, or the gateway is ending: then
   *     nothing has changed
   */
  public void replace(Plan changed) throws ListenException {
    listeners.change(
        changed,
        () -> {
          hub.tls().commit(changed.services());
          hub.servers().configured(changed.services());
          plan = changed;
        });
    certificateWatch.start();
    policyThreads.serve(changed.services());
  }

  /** What new connections get. */
  public Plan plan() {
    return plan;
  }

  /** What new sessions get, in the order of the services. */
  public List<Service> services() {
    return plan.services();
  }

  /** Where it listens, with the ports that it was given. */
  public List<Listening> listening() {
    List<Listening> listening = new ArrayList<>();
    for (Service service : services()) {
      for (Listener listener : Listener.of(service)) {
        listeners.at(listener).forEach(at -> listening.add(new Listening(service.name(), at)));
      }
    }
    return listening;
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
        hub.counts().counted(services().stream().map(Service::name).toList()),
        loops.values().stream().map(Loop::counts).toList());
  }

  /** The sessions that live; waits for the loops, so never on one. */
  public Look look(Predicate<SessionInfo> wanted, Duration atMost) {
    return Look.at(hub.live(), wanted, atMost);
  }

  /**
   * Ends sessions, each at its next turn with a BYE where no response is in flight.
   *
   * @return whose
   */
  public List<SessionInfo> end(Predicate<SessionInfo> wanted) {
    List<SessionInfo> ended = new ArrayList<>();
    for (SessionHandle session : hub.live()) {
      SessionInfo info = session.info();
      if (!session.finished() && wanted.test(info)) {
        session.endSoon(Event.Cause.ADMINISTRATOR);
        ended.add(info);
      }
    }
    return ended;
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

  /**
   * All servers that the configuration names, each once however many services have it, by their
   * addresses; what a transparent router reaches isn't among them. Any thread.
   */
  public List<ServerStatus> servers() {
    return hub.servers().all();
  }

  /**
   * Lets new sessions go to a server again. Whether it answers is another question: one that is set
   * aside stays so until it greets. Any thread.
   *
   * @return false if no service has that server
   */
  public boolean enable(Address server) {
    return hub.servers().enable(server, true);
  }

  /**
   * Sends no new sessions to a server; those that are there go on. A reload keeps it, a restart
   * doesn't. A service that has no other server tells its clients {@code BYE [UNAVAILABLE]}. Any
   * thread.
   *
   * @return false if no service has that server
   */
  public boolean disable(Address server) {
    return hub.servers().enable(server, false);
  }

  /** Clients that each service has at the moment, by its name, in the order of the services. */
  public Map<String, Integer> sessions() {
    Map<String, Integer> sessions = new LinkedHashMap<>();
    services().forEach(each -> sessions.put(each.name(), hub.connections(each)));
    return sessions;
  }

  /** {@link #drain(Duration, IntConsumer)}, and nobody is told how it goes. */
  public Drained drain(Duration atMost) throws InterruptedException {
    return drain(atMost, _ -> {});
  }

  /**
   * Takes no new clients, and ends each session at its next quiet moment (docs/decisions/0068);
   * those that have found none in that time are ended all the same. Waits for it, and a moment
   * longer for the last words to leave; {@link #close} ends what is left of the connections.
   *
   * @param left told how many sessions are left, every 5 s
   */
  public Drained drain(Duration atMost, IntConsumer left) throws InterruptedException {
    if (closed.get()) {
      return new Drained(0, 0);
    }
    listeners.close();
    int before = hub.unfinished();
    hub.drain();
    DrainWait.until(hub::now, atMost, hub::awaitNone, hub::unfinished, left);
    int cutOff = hub.unfinished();
    if (cutOff > 0) {
      hub.endAll();
    }
    if (!hub.awaitNone(Duration.ZERO)) {
      var _ = hub.awaitNone(LAST_WORDS);
    }
    return new Drained(Math.max(before - cutOff, 0), cutOff);
  }

  /**
   * Whether every event loop runs a task within that time: one that hangs serves no session. Any
   * thread but a loop. A gateway that is closed has no loop that could hang.
   */
  public boolean loopsAnswer(Duration atMost) throws InterruptedException {
    CountDownLatch answers = new CountDownLatch(loops.size());
    for (Loop loop : loops.values()) {
      if (!loop.soon(answers::countDown)) {
        answers.countDown();
      }
    }
    return answers.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops at once: listeners, sessions, threads. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listeners.close();
    hub.drain();
    hub.live().forEach(SessionHandle::abortSoon);
    group
        .shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(STOP_SECONDS + 1, TimeUnit.SECONDS);
    certificateWatch.close();
    hub.tls().close();
    // Last, since a loop that runs may still start one.
    loops.values().forEach(Loop::stop);
  }

  /**
   * The certificates that services show to clients now, each with the end of its validity; for
   * {@code postern_tls_certificate_not_after_timestamp_seconds}. Any thread.
   */
  public List<CertificateInfo> certificates() {
    return hub.tls().certificates();
  }

  /** For tests: looks for changed certificates now. */
  CertificateWatch certificateWatch() {
    return certificateWatch;
  }

  /** Whom something is still counted of; for tests. */
  int sharesCounted() {
    return hub.turnstile().counted();
  }

  /** Buffers that nobody has given back; for tests. */
  long buffersInUse() {
    return DirectMemory.inUse(sockets.allocator());
  }
}
