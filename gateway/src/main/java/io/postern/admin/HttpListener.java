package io.postern.admin;

import io.postern.service.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The HTTP listener for health and metrics: it only reads, and answers one request a connection,
 * each on a virtual thread of its own. Bound first, it takes requests when {@link #serve} says so.
 */
public final class HttpListener implements AutoCloseable {
  /** Monitoring that asks at once: a few of everything, and an administrator. */
  static final int CONNECTIONS_MAX = 16;

  /** More wait in the system, and beyond that are refused there. */
  private static final int BACKLOG = 32;

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ServerSocketChannel channel;
  private final HttpTimes times;
  private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock;
  private volatile boolean closed;

  private HttpListener(ServerSocketChannel channel, HttpTimes times) {
    this.channel = channel;
    this.times = times;
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("postern-http-clock").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    clock = timer;
  }

  /**
   * Takes the address; of a name the first that it has.
   *
   * @throws IOException if it can't be had, as the system says it
   */
  public static HttpListener bind(Address address) throws IOException {
    return bind(address, HttpTimes.DEFAULT);
  }

  static HttpListener bind(Address address, HttpTimes times) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(
          new InetSocketAddress(InetAddress.getByName(address.host()), address.port()), BACKLOG);
      return new HttpListener(channel, times);
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
  }

  /** Where it really listens. */
  public Address address() {
    InetSocketAddress local = (InetSocketAddress) channel.socket().getLocalSocketAddress();
    return new Address(local.getAddress().getHostAddress(), local.getPort());
  }

  /** Whether only this machine can reach it. */
  public boolean loopback() {
    return channel.socket().getInetAddress().isLoopbackAddress();
  }

  /** Begins to answer with what a gateway says; once. */
  public void serve(Control control) {
    serve(new HttpPages(control, loopback()));
  }

  void serve(Function<HttpRequest, HttpAnswer> pages) {
    Thread.ofVirtual().name("postern-http").start(() -> accept(pages));
  }

  /** Hangs up on everybody, and lets the address go. */
  @Override
  public void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException gone) {
      // The address is free either way.
      closed = true;
    }
    connections.forEach(HttpConnection::abort);
    clock.shutdownNow();
  }

  private void accept(Function<HttpRequest, HttpAnswer> pages) {
    while (!closed) {
      SocketChannel client;
      try {
        client = channel.accept();
      } catch (IOException ended) {
        if (!channel.isOpen()) {
          return;
        }
        // Out of descriptors, say: they come back when sessions end, and till then we don't spin.
        LockSupport.parkNanos(RETRY_NANOS);
        continue;
      }
      boolean admitted = places.tryAcquire();
      HttpConnection connection = new HttpConnection(client, pages, clock, times, admitted);
      connections.add(connection);
      if (closed) {
        connection.abort();
      }
      Thread.ofVirtual()
          .name("postern-http-connection")
          .start(
              () -> {
                try {
                  connection.run();
                } finally {
                  connections.remove(connection);
                  if (admitted) {
                    places.release();
                  }
                }
              });
    }
  }
}
