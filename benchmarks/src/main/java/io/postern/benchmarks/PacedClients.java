package io.postern.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that say the same command at a fixed pace, each with one command at a time. A time is
 * counted from the moment at which the command was due: who waits for an answer can't hide how long
 * the next ones waited.
 */
final class PacedClients implements AutoCloseable {
  private final String command;
  private final long periodNanos;
  private final List<Client> clients = new ArrayList<>();
  private final AtomicInteger ended = new AtomicInteger();
  private volatile boolean stopped;

  /** Times of one phase, in milliseconds. */
  record Times(int count, double median, double p99, double max) {}

  PacedClients(int port, int number, String command, double eachPerSecond) throws IOException {
    this.command = command;
    this.periodNanos = (long) (TimeUnit.SECONDS.toNanos(1) / eachPerSecond);
    for (int i = 0; i < number; i++) {
      clients.add(new Client(port, i));
    }
  }

  void start() {
    clients.forEach(client -> Thread.ofPlatform().daemon().start(client::run));
  }

  /** Sessions that the gateway has ended. */
  int ended() {
    return ended.get();
  }

  /** What was measured since the last time. */
  Times take() {
    List<long[]> parts = new ArrayList<>();
    clients.forEach(client -> parts.add(client.take()));
    long[] all = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Times(
        all.length,
        millis(all, all.length / 2),
        millis(all, (int) (all.length * 0.99)),
        millis(all, all.length - 1));
  }

  private static double millis(long[] sorted, int at) {
    return sorted.length == 0 ? 0 : sorted[Math.max(at, 0)] / 1e6;
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    for (Client client : clients) {
      client.socket.close();
    }
  }

  private final class Client {
    private final Socket socket;
    private final BufferedReader in;
    private final long phase;
    private long[] nanos = new long[1024];
    private int count;

    Client(int port, int number) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 512);
      in.readLine();
      ask("a LOGIN joe secret");
      // Not all at the same moment.
      phase = periodNanos * (number % 97) / 97;
    }

    void run() {
      try {
        long due = System.nanoTime() + phase;
        for (int i = 0; !stopped; i++, due += periodNanos) {
          for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
          }
          ask("c" + i + " " + command);
          add(System.nanoTime() - due);
        }
      } catch (IOException over) {
        if (!stopped) {
          ended.incrementAndGet();
        }
      }
    }

    private void ask(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      String tag = line.substring(0, line.indexOf(' ') + 1);
      for (String heard = in.readLine(); ; heard = in.readLine()) {
        if (heard == null || heard.startsWith("* BYE")) {
          throw new IOException("ended");
        }
        if (heard.startsWith(tag)) {
          return;
        }
      }
    }

    private synchronized void add(long took) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = took;
    }

    synchronized long[] take() {
      long[] taken = Arrays.copyOf(nanos, count);
      count = 0;
      return taken;
    }
  }
}
