package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.postern.policy.ImapProxy;
import io.postern.service.Address;
import io.postern.service.Listener;
import io.postern.service.Plan;
import io.postern.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListenersTest {
  private final AtomicInteger entered = new AtomicInteger();

  @ChannelHandler.Sharable
  private final class Counter extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      entered.incrementAndGet();
    }
  }

  /** Else it would meet a plan that doesn't know its listener yet. */
  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aClientWaitsUntilThePlanHasChanged(Transport transport) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    Service service =
        Service.of(
            "s",
            List.of(new Address("127.0.0.1", port)),
            new Address("127.0.0.1", 143),
            Loopback.policy(ImapProxy::new));
    List<Socket> clients = new ArrayList<>();
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.handlers());
    try {
      Listeners listeners = new Listeners(group, transport, new HashSet<>(), _ -> new Counter());
      listeners.change(
          Plan.of(List.of(service)),
          () -> {
            clients.add(connect(port));
            // The loop has had its time.
            for (int i = 0; i < 20; i++) {
              group.next().submit(() -> {}).syncUninterruptibly();
            }
            assertThat(entered).hasValue(0);
          });
      Loopback.eventually("let in", () -> entered.get() == 1);
      assertThat(listeners.at(new Listener(new Address("127.0.0.1", port), "", 0)))
          .containsExactly(new Address("127.0.0.1", port));
      listeners.close();
    } finally {
      for (Socket client : clients) {
        client.close();
      }
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static Socket connect(int port) {
    try {
      return new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
