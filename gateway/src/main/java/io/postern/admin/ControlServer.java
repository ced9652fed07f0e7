package io.postern.admin;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Answers on a control socket, each connection on a virtual thread of its own. */
public final class ControlServer implements AutoCloseable {
  /** Verbs that may be at it at once: administrators and their scripts, a recording or two. */
  static final int CONNECTIONS_MAX = 32;

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ControlSocket socket;
  private final Map<String, ControlHandler> handlers;
  private final ControlTimes times;
  private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
  private final Set<ControlConnection> connections = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock;
  private volatile boolean closed;

  /** Begins to answer. The socket is the server's from now on. */
  public ControlServer(ControlSocket socket, Map<String, ControlHandler> handlers) {
    this(socket, handlers, ControlTimes.DEFAULT);
  }

  ControlServer(ControlSocket socket, Map<String, ControlHandler> handlers, ControlTimes times) {
    this.socket = socket;
    this.handlers = Map.copyOf(handlers);
    this.times = times;
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("postern-control-clock").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    clock = timer;
    Thread.ofVirtual().name("postern-control").start(this::accept);
  }

  /** Ends all conversations and takes the socket away. */
  @Override
  public void close() {
    closed = true;
    socket.close();
    connections.forEach(ControlConnection::abort);
    clock.shutdownNow();
  }

  private void accept() {
    while (!closed) {
      SocketChannel channel;
      try {
        channel = socket.channel().accept();
      } catch (IOException ended) {
        if (!socket.channel().isOpen()) {
          return;
        }
        // Out of descriptors, say: they come back when sessions end, and till then we don't spin.
        LockSupport.parkNanos(RETRY_NANOS);
        continue;
      }
      boolean admitted = places.tryAcquire();
      ControlConnection connection =
          new ControlConnection(channel, handlers, clock, times, admitted);
      connections.add(connection);
      if (closed) {
        connection.abort();
      }
      Thread.ofVirtual()
          .name("postern-control-connection")
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
