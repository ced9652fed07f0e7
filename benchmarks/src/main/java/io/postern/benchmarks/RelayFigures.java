package io.postern.benchmarks;

import io.postern.net.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The CPU time of the gateway beside that of a pipe that looks at nothing, between the same clients
 * and the same server, in turns.
 */
final class RelayFigures {
  private static final int CLIENTS = 4;
  private static final int DEPTH = 32;

  /** What the clients do in one turn. */
  private interface Work {
    void with(ListClient client) throws IOException;
  }

  /**
   * Medians of the turns.
   *
   * @param gateway nanoseconds of CPU time a unit
   * @param pipe the same
   * @param ratio gateway to pipe, the median of the ratios of neighbours
   */
  record Medians(double gateway, double pipe, double ratio) {}

  private final List<String> options;
  private final int turns;
  private final int listsEach;
  private final int pipelinesEach;

  /** {@code options} are for the Java of both; a turn is one measurement of each. */
  RelayFigures(List<String> options, int turns, int listsEach, int pipelinesEach) {
    this.options = options;
    this.turns = turns;
    this.listsEach = listsEach;
    this.pipelinesEach = pipelinesEach;
  }

  /** A unit is a mebibyte of FETCH lines. */
  Medians lists() throws Exception {
    byte[] list = Lists.plain();
    return measure(list, client -> client.lists(listsEach, list), CLIENTS * listsEach);
  }

  /** A unit is a command and its answer of two lines; 32 commands come at once. */
  Medians pipelines() throws Exception {
    return measure(
        new byte[0],
        client -> client.pipelines(pipelinesEach, DEPTH),
        CLIENTS * pipelinesEach * DEPTH);
  }

  private Medians measure(byte[] list, Work work, int units) throws Exception {
    double[] gatewayNanos = new double[turns];
    double[] pipeNanos = new double[turns];
    double[] ratios = new double[turns];
    try (ListServer server = new ListServer(list);
        ChildProcess gateway =
            ChildProcess.start(
                GatewayProcess.class,
                options,
                Integer.toString(server.port()),
                Transport.best().name());
        ChildProcess pipe =
            ChildProcess.start(PipeProcess.class, options, Integer.toString(server.port()))) {
      // Until the compiler has done its work.
      for (int i = 0; i < 2; i++) {
        turn(gateway, work);
        turn(pipe, work);
      }
      for (int i = 0; i < turns; i++) {
        gatewayNanos[i] = turn(gateway, work) / (double) units;
        pipeNanos[i] = turn(pipe, work) / (double) units;
        ratios[i] = gatewayNanos[i] / pipeNanos[i];
      }
    }
    return new Medians(Median.of(gatewayNanos), Median.of(pipeNanos), Median.of(ratios));
  }

  /** CPU time of that process while all clients work. */
  private static long turn(ChildProcess between, Work work)
      throws IOException, InterruptedException, ExecutionException {
    List<ListClient> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new ListClient(between.port()));
      }
      long before = between.cpuNanos();
      List<Future<?>> all = new ArrayList<>();
      for (ListClient client : clients) {
        all.add(
            threads.submit(
                () -> {
                  work.with(client);
                  return client;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return between.cpuNanos() - before;
    } finally {
      for (ListClient client : clients) {
        client.close();
      }
    }
  }

  /** For a profiler: {@code RelayFigures TURNS LISTS PIPELINES [options of Java]}. */
  public static void main(String[] args) throws Exception {
    RelayFigures figures =
        new RelayFigures(
            Arrays.asList(args).subList(3, args.length),
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]));
    Medians lists = figures.lists();
    Medians pipelines = figures.pipelines();
    System.out.printf(
        Locale.ROOT,
        "a MiB of a list: gateway %.0f us, pipe %.0f us, ratio %.2f%n"
            + "a command in a pipeline: gateway %.0f ns, pipe %.0f ns, ratio %.2f%n",
        lists.gateway() / 1e3,
        lists.pipe() / 1e3,
        lists.ratio(),
        pipelines.gateway(),
        pipelines.pipe(),
        pipelines.ratio());
  }
}
