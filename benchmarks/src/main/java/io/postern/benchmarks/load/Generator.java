package io.postern.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The clients of the comparison. It reads lines: a {@link Load} makes it open its sessions and say
 * {@code ready}, {@code go} makes it work and say what it did ({@link Done}), {@code end} closes
 * what rests. Any answer that differs from what the server sent ends it with exit code 1.
 */
public final class Generator {
  /** Begins the last line of one that heard what differs from what the server said. */
  public static final String WRONG = "wrong: ";

  /** Begins the last line of one that waited for too long. */
  public static final String STALLED = "stalled: ";

  private Generator() {}

  public static void main(String[] args) throws Exception {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    SslContext tls =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm("")
            .build();
    BufferedReader asks =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    Clients clients = null;
    for (String line = asks.readLine(); line != null; line = asks.readLine()) {
      if (line.equals("go")) {
        System.out.println(clients.work().line());
      } else if (line.equals("end")) {
        clients.close();
        System.out.println("ended");
      } else {
        clients = new Clients(loop.next(), tls, Load.parse(line));
        clients.open();
        System.out.println("ready");
      }
    }
    var _ = loop.shutdownGracefully();
  }
}
