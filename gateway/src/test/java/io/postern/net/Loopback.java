package io.postern.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.util.ResourceLeakDetector;
import io.postern.audit.Event;
import io.postern.audit.EventSink;
import io.postern.audit.SessionInfo;
import io.postern.policy.ImapProxy;
import io.postern.policy.JavaPolicy;
import io.postern.policy.Policy;
import io.postern.policy.PolicyTables;
import io.postern.service.Address;
import io.postern.service.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Test support: a gateway between real sockets on 127.0.0.1. The test itself is the client and the
 * server. Closing it checks that no buffer, session or octet count was left behind.
 */
final class Loopback implements AutoCloseable {
  static {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  /** How long a test waits for what must come; a failure only, never a pace. */
  static final int PATIENCE_MILLIS = 20_000;

  /** For tests that would else wait long for the network's patience to end. */
  private static final Patience SOON = new Patience(300, 300, 50);

  /** How often a condition is looked at. */
  private static final long LOOK_NANOS = 100_000;

  /** A told event and whose it is. */
  record Told(SessionInfo session, Event event) {}

  final BlockingQueue<Told> events = new LinkedBlockingQueue<>();
  final ServerSocket listener;
  final Gateway gateway;
  final Service service;
  private final List<Socket> sockets = new ArrayList<>();

  private Loopback(
      Transport transport,
      UnaryOperator<GatewaySettings> tuning,
      UnaryOperator<Service> changes,
      Hub.Sessions sessions,
      Patience patience)
      throws Exception {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(PATIENCE_MILLIS);
    Address server = new Address("127.0.0.1", listener.getLocalPort());
    service =
        changes.apply(
            Service.of(
                "test", List.of(new Address("127.0.0.1", 0)), server, policy(ImapProxy::new)));
    EventSink sink = (session, event) -> events.add(new Told(session, event));
    gateway =
        new Gateway(
            List.of(service),
            sink,
            tuning.apply(GatewaySettings.best().with(transport, 2)),
            sessions,
            patience);
    gateway.start();
  }

  /** The real sessions. */
  static Loopback real(Transport transport, UnaryOperator<Service> changes) throws Exception {
    return new Loopback(transport, settings -> settings, changes, Hub.Sessions.REAL, SOON);
  }

  static Loopback with(Transport transport, Hub.Sessions sessions) throws Exception {
    return with(transport, settings -> settings, service -> service, sessions);
  }

  static Loopback with(
      Transport transport,
      UnaryOperator<GatewaySettings> tuning,
      UnaryOperator<Service> changes,
      Hub.Sessions sessions)
      throws Exception {
    return new Loopback(transport, tuning, changes, sessions, SOON);
  }

  /** Both where the system is Linux, whatever loads: epoll that doesn't load there is a failure. */
  static List<Transport> transports() {
    boolean linux = System.getProperty("os.name").equals("Linux");
    return linux || Epoll.isAvailable() ? List.of(Transport.values()) : List.of(Transport.NIO);
  }

  static Policy policy(JavaPolicy policy) throws Exception {
    return Policy.compile(PolicyTables.of(policy, Map.of()));
  }

  /** A new client's socket. */
  Socket client() throws IOException {
    return client(0);
  }

  /** With a receive buffer of that size, if it isn't 0: small ones show back-pressure soon. */
  Socket client(int receiveOctets) throws IOException {
    Socket socket = new Socket();
    if (receiveOctets > 0) {
      socket.setReceiveBufferSize(receiveOctets);
    }
    Address at = gateway.listening().getFirst().address();
    socket.connect(new java.net.InetSocketAddress(at.host(), at.port()), PATIENCE_MILLIS);
    return keep(socket);
  }

  /** The server's end of the next connection that the gateway opens. */
  Socket server() throws IOException {
    return keep(listener.accept());
  }

  private Socket keep(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    return socket;
  }

  static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** Reads exactly that text. */
  static void hear(Socket socket, String text) throws IOException {
    byte[] heard = socket.getInputStream().readNBytes(text.length());
    assertThat(new String(heard, ISO_8859_1)).isEqualTo(text);
  }

  /** Reads to the next LF. */
  static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      line.append((char) octet);
      if (octet == '\n') {
        return line.toString();
      }
    }
    return line.append("<end>").toString();
  }

  /** The peer has closed in order, and says nothing more. */
  static void hearEnd(Socket socket) throws IOException {
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  /** The peer closes: in order or with a RST; what it said before doesn't matter. */
  static void hearClose(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      var _ = in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException reset) {
      assertThat(reset).isNotInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  /** Closes with a RST. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** The next event of that kind; others are forgotten. */
  <E extends Event> E event(Class<E> kind) throws InterruptedException {
    while (true) {
      Told told = events.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(told).as("waiting for " + kind.getSimpleName()).isNotNull();
      if (kind.isInstance(told.event())) {
        return kind.cast(told.event());
      }
    }
  }

  /** Waits until it is so; gives the processor away meanwhile. */
  static void eventually(String what, BooleanSupplier so) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Waits until no session is left. */
  void awaitNoSession() {
    eventually("all sessions gone", () -> gateway.statistics().sessions() == 0);
    eventually("all shares given back", () -> gateway.sharesCounted() == 0);
    assertThat(gateway.statistics().heldOctets()).isZero();
    assertThat(gateway.statistics().outgoingOctets()).isZero();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    listener.close();
    gateway.close();
    assertThat(gateway.statistics().sessions()).isZero();
    assertThat(gateway.statistics().heldOctets()).isZero();
    assertThat(gateway.statistics().outgoingOctets()).isZero();
    // The loops' threads, and with them their buffer caches, end a moment after the group.
    eventually("all buffers given back", () -> gateway.buffersInUse() == 0);
  }

  /**
   * Java closes a listening socket of a selector only when that selects again: until then the
   * kernel takes connections, which end with the socket.
   */
  static void assertSoonRefused(int at) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    boolean refused = false;
    while (!refused && System.nanoTime() < deadline) {
      try {
        new Socket(InetAddress.ofLiteral("127.0.0.1"), at).close();
      } catch (IOException nobody) {
        refused = true;
      }
    }
    assertThat(refused).isTrue();
  }
}
