package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.postern.service.Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectingTest {
  private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
  private EventLoopGroup group;

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void addressesOfANameAreTriedInTurn(Transport transport) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      connect(transport, server.getLocalPort(), 10_000, "127.0.0.2", "127.0.0.3", "127.0.0.1");
      assertThat(next()).isEqualTo("connected to 127.0.0.1");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theLastReasonIsTold(Transport transport) throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      port = server.getLocalPort();
    }
    connect(transport, port, 10_000, "127.0.0.2", "127.0.0.1");
    assertThat(next()).isEqualTo("connection refused");
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void anUnknownNameIsTold(Transport transport) throws Exception {
    connect(
        transport,
        1,
        10_000,
        host -> {
          throw new UnknownHostException(host);
        });
    assertThat(next()).isEqualTo("no such host");
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aLookUpThatHangsIsTimedOut(Transport transport) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    connect(
        transport,
        1,
        50,
        host -> {
          try {
            never.await();
          } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
          }
          return new InetAddress[0];
        });
    assertThat(next()).isEqualTo("timed out");
    never.countDown();
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void whoCancelsHearsNothing(Transport transport) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      EventLoop loop = loop(transport);
      Names names =
          new Names(
              host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")}, System::nanoTime);
      loop.submit(() -> start(transport, loop, names, server.getLocalPort(), 10_000).cancel())
          .sync();
      // The loop works in order: what would have come has come when this has run.
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
      assertThat(outcomes).isEmpty();
    }
  }

  private void connect(Transport transport, int port, long limit, String... found)
      throws Exception {
    InetAddress[] addresses = new InetAddress[found.length];
    for (int i = 0; i < found.length; i++) {
      addresses[i] = InetAddress.ofLiteral(found[i]);
    }
    connect(transport, port, limit, host -> addresses);
  }

  private void connect(Transport transport, int port, long limit, Names.Resolver resolver)
      throws Exception {
    EventLoop loop = loop(transport);
    Names names = new Names(resolver, System::nanoTime);
    loop.submit(() -> start(transport, loop, names, port, limit)).sync();
  }

  private EventLoop loop(Transport transport) {
    group = new MultiThreadIoEventLoopGroup(1, transport.handlers());
    return group.next();
  }

  private Connecting start(Transport transport, EventLoop loop, Names names, int port, long limit) {
    Sockets sockets =
        new Sockets(
            transport, DirectMemory.allocator(1), new ReadSizes(new OctetBudget(1_000_000)));
    return Connecting.to(
        new Address("mail.example", port),
        Route.PLAIN,
        names,
        limit,
        loop,
        sockets,
        Security.CLEAR_TEXT,
        new Connecting.Outcome() {
          @Override
          public void connected(SocketChannel channel, Optional<Security.Established> established) {
            assertThat(established).isEmpty();
            assertThat(loop.inEventLoop()).isTrue();
            outcomes.add("connected to " + channel.remoteAddress().getAddress().getHostAddress());
            var _ = channel.close();
          }

          @Override
          public void unreachable(String why) {
            outcomes.add(why);
          }

          @Override
          public void insecure(TlsFault fault) {
            outcomes.add(fault.text());
          }
        });
  }

  private String next() throws InterruptedException {
    return outcomes.poll(Loopback.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
