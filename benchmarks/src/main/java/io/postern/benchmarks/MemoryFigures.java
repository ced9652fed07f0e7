package io.postern.benchmarks;

import io.postern.net.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's memory, for docs/performance.md: a 50 MiB literal through 64 sessions at once, and
 * what an idle session costs.
 *
 * <p>Arguments: {@code EPOLL} or {@code NIO}, then options for the gateway's Java, beyond the small
 * heap that is always given.
 */
public final class MemoryFigures {
  private static final int MIB = 1024 * 1024;
  private static final long MESSAGE_OCTETS = 50L * MIB;
  private static final int SESSIONS = 64;
  private static final int FEW = 500;
  private static final int MANY = 2_000;
  private static final int ROUNDS = 5;
  private static final int LITERAL_ROUNDS = 3;
  private static final List<String> SMALL = List.of("-Xmx128m", "-XX:MaxDirectMemorySize=64m");

  private final Transport transport;
  private final List<String> options;

  /**
   * Memory while much passes.
   *
   * @param waitingKib what waits for clients that do not read, all together
   * @param residentMaxKib the largest resident set of the gateway
   * @param cpuSeconds processor time for a GiB
   */
  record Literals(long waitingKib, long residentMaxKib, double cpuSeconds) {}

  /**
   * What an idle session costs: medians.
   *
   * @param heap octets
   * @param outside octets, by which the resident set grows
   */
  record Idle(long heap, long outside) {}

  /** {@code options} for the gateway's Java come behind the small memory that it always gets. */
  MemoryFigures(Transport transport, List<String> options) {
    this.transport = transport;
    this.options = new ArrayList<>(SMALL);
    this.options.addAll(options);
  }

  public static void main(String[] args) throws Exception {
    Transport transport = args.length > 0 ? Transport.valueOf(args[0]) : Transport.best();
    MemoryFigures figures =
        new MemoryFigures(
            transport, Arrays.asList(args).subList(Math.min(1, args.length), args.length));
    System.out.println(transport + " " + figures.options);
    Literals literals = figures.literals();
    System.out.printf(
        Locale.ROOT,
        "%d times %d MiB: %d KiB wait while no client reads; largest resident set %d KiB;"
            + " %.2f s CPU a GiB%n",
        SESSIONS,
        MESSAGE_OCTETS / MIB,
        literals.waitingKib(),
        literals.residentMaxKib(),
        literals.cpuSeconds());
    Idle idle = figures.idle();
    System.out.printf(
        Locale.ROOT,
        "an idle session: %d octets in the heap, %d outside%n",
        idle.heap(),
        idle.outside());
  }

  /** Several rounds, so that the compiler isn't in the last one's processor time. */
  Literals literals() throws Exception {
    try (ToyServer server = new ToyServer(MESSAGE_OCTETS);
        ChildProcess gateway = GatewayProcess.start(server.port(), transport, options);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        clients.add(selected(gateway.port()));
      }
      Literals last = literals(clients, gateway, readers);
      for (int round = 1; round < LITERAL_ROUNDS; round++) {
        last = literals(clients, gateway, readers);
      }
      for (Socket client : clients) {
        client.close();
      }
      return last;
    }
  }

  /** All clients ask, then none reads for a while, then all do. */
  private static Literals literals(
      List<Socket> clients, ChildProcess gateway, ExecutorService readers) throws Exception {
    for (Socket client : clients) {
      say(client, "f FETCH 1 BODY[]\r\n");
    }
    long outgoing = settledOutgoing(gateway);
    long before = gateway.cpuNanos();
    List<Future<?>> all = new ArrayList<>();
    for (Socket client : clients) {
      all.add(readers.submit(() -> fetched(client)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    double gibibytes = SESSIONS * (MESSAGE_OCTETS / MIB) / 1024.0;
    return new Literals(
        outgoing / 1024, gateway.residentMaxKib(), (gateway.cpuNanos() - before) / 1e9 / gibibytes);
  }

  /** What waits for peers once the kernel takes no more: when it is the same ten times. */
  private static long settledOutgoing(ChildProcess gateway) throws Exception {
    long last = -1;
    int same = 0;
    while (same < 10) {
      long outgoing = GatewayProcess.figures(gateway).outgoing();
      same = outgoing == last && outgoing > 0 ? same + 1 : 0;
      last = outgoing;
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return last;
  }

  Idle idle() throws Exception {
    try (ToyServer server = new ToyServer(0);
        ChildProcess gateway = GatewayProcess.start(server.port(), transport, touched())) {
      long[] heap = new long[ROUNDS];
      long[] outside = new long[ROUNDS];
      // The first round is for the compiler and all that grows to its size only once.
      for (int round = -1; round < ROUNDS; round++) {
        List<Socket> clients = new ArrayList<>();
        idleUpTo(FEW, clients, gateway);
        GatewayProcess.Figures few = GatewayProcess.figures(gateway);
        long fewResident = gateway.residentKib();
        idleUpTo(MANY, clients, gateway);
        GatewayProcess.Figures many = GatewayProcess.figures(gateway);
        long manyResident = gateway.residentKib();
        if (round >= 0) {
          heap[round] = (many.heap() - few.heap()) / (MANY - FEW);
          outside[round] = (manyResident - fewResident) * 1024 / (MANY - FEW);
        }
        for (Socket client : clients) {
          client.close();
        }
        while (GatewayProcess.figures(gateway).sessions() > 0) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
      return new Idle(median(heap), median(outside));
    }
  }

  private static long median(long[] values) {
    return Arrays.stream(values).sorted().toArray()[values.length / 2];
  }

  /** With the whole heap resident from the start: what the resident set grows by lies outside. */
  private List<String> touched() {
    List<String> touched = new ArrayList<>(options);
    touched.addAll(List.of("-Xms128m", "-XX:+AlwaysPreTouch"));
    return touched;
  }

  private static void idleUpTo(int number, List<Socket> clients, ChildProcess gateway)
      throws IOException {
    while (clients.size() < number) {
      clients.add(selected(gateway.port()));
    }
  }

  /** A client that is logged in and has a mailbox selected. */
  private static Socket selected(int port) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    hear(client, "* OK ");
    say(client, "a LOGIN joe secret\r\n");
    hear(client, "a OK ");
    say(client, "b SELECT INBOX\r\n");
    hear(client, "b OK ");
    return client;
  }

  private static Void fetched(Socket client) throws IOException {
    hear(client, "* 1 FETCH ");
    InputStream in = client.getInputStream();
    byte[] buffer = new byte[64 * 1024];
    for (long left = MESSAGE_OCTETS; left > 0; ) {
      int length = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (length < 0) {
        throw new IOException("cut off with " + left + " octets to come");
      }
      left -= length;
    }
    hear(client, ")");
    hear(client, "f OK ");
    return null;
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads a line, which must begin so. */
  private static void hear(Socket client, String start) throws IOException {
    InputStream in = client.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("closed after " + line);
      }
      line.append((char) octet);
    }
    if (!line.toString().startsWith(start)) {
      throw new IOException("expected " + start + ", heard " + line);
    }
  }
}
