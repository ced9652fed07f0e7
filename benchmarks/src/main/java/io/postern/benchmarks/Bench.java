package io.postern.benchmarks;

import static java.util.stream.Collectors.joining;

import io.postern.net.PolicyHopBenchmark;
import io.postern.net.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All figures of docs/performance.md: a line for each part while it runs, a table at the end, and
 * the same as JSON. {@code scripts/bench} starts it.
 *
 * <p>Arguments: the file for the JSON, the options file of the launcher, the commit; and {@code
 * --quick} for shorter runs.
 */
public final class Bench {
  private static final String ALLOCATED = "octets";

  /** Nothing: what is left is the benchmark's own, spread over its lines. */
  private static final double NOTHING = 0.5;

  /** One part of the run. */
  private interface Part {
    void measure() throws Exception;
  }

  private final List<Figure> figures = new ArrayList<>();
  private final List<String> options;
  private final Micro micro;
  private final boolean quick;

  private Bench(List<String> options, boolean quick) {
    this.options = options;
    this.quick = quick;
    this.micro = new Micro(options, quick);
  }

  public static void main(String[] args) throws Exception {
    boolean quick = List.of(args).contains("--quick");
    Bench bench = new Bench(List.of("@" + Path.of(args[1]).toAbsolutePath()), quick);
    bench.part("commands", bench::commands);
    bench.part("look-ups", bench::lookUps);
    bench.part("lists", bench::lists);
    bench.part("literals", bench::literals);
    bench.part("pipeline", bench::pipeline);
    bench.part("policy functions", bench::functions);
    bench.part("session objects", bench::sessions);
    bench.part("gateway and pipe", bench::relay);
    bench.part("memory", bench::memory);
    System.out.println();
    bench.figures.forEach(figure -> System.out.println(figure.line()));
    bench.write(Path.of(args[0]), args[2]);
  }

  private void part(String name, Part part) throws Exception {
    System.out.printf("bench: %-18s", name);
    System.out.flush();
    long began = System.nanoTime();
    part.measure();
    System.out.printf("%5d s%n", (System.nanoTime() - began) / 1_000_000_000);
  }

  private void add(Figure figure) {
    figures.add(figure);
  }

  private void commands() throws Exception {
    for (String command : List.of("fetch", "store", "search", "login")) {
      for (Micro.Operation done : micro.run(CommandBenchmark.class, Map.of("command", command))) {
        String name = command + ", 90 octets: ";
        switch (done.benchmark()) {
          case "frame" -> add(Figure.of("command", name + "framed", done.nanos(), "ns"));
          case "parse" -> {
            add(Figure.of("command", name + "framed and parsed", done.nanos(), "ns").atMost(300));
            add(Figure.of("command", name + "framed and parsed", done.octets(), ALLOCATED));
          }
          default -> add(Figure.of("command", name + "encoded", done.nanos(), "ns"));
        }
      }
    }
  }

  private void lookUps() throws Exception {
    for (String notation : List.of("yaml", "python")) {
      for (Micro.Operation done : micro.run(LookUpBenchmark.class, Map.of("notation", notation))) {
        String name = done.benchmark() + ", policy in " + notation;
        add(Figure.of("static look-up", name, done.nanos(), "ns").atMost(50));
      }
    }
  }

  private void lists() throws Exception {
    list("framed", "plain", 65536);
    for (String work : List.of("recognised", "session")) {
      for (String text : List.of("plain", "literals")) {
        list(work, text, 65536);
        list(work, text, 1448);
      }
    }
  }

  private void list(String work, String text, int piece) throws Exception {
    Micro.Operation done =
        micro.one(
            FetchListBenchmark.class,
            Map.of("work", work, "text", text, "piece", Integer.toString(piece)));
    int lines = Lists.responses(text.equals("plain") ? Lists.plain() : Lists.withLiterals());
    String name = work + ", " + text + ", in pieces of " + piece;
    add(Figure.of("FETCH list", name, Lists.MEBIBYTE * 1e3 / done.nanos(), "MB/s").atLeast(500));
    add(
        Figure.of("FETCH list", name + ": a line", done.octets() / lines, ALLOCATED)
            .atMost(NOTHING));
  }

  private void literals() throws Exception {
    for (String direction : List.of("fetch", "append")) {
      Micro.Operation done = micro.one(ChunkBenchmark.class, Map.of("direction", direction));
      add(Figure.of("literal, 64 KiB read", direction, done.nanos(), "ns"));
      add(Figure.of("literal, 64 KiB read", direction, done.octets(), ALLOCATED).atMost(NOTHING));
    }
  }

  private void pipeline() throws Exception {
    Micro.Operation done = micro.one(PipelineBenchmark.class, Map.of());
    String name = "command and answer through a session";
    add(Figure.of("pipeline of 32", name, done.nanos(), "ns"));
    add(Figure.of("pipeline of 32", name, done.octets(), ALLOCATED));
  }

  private void functions() throws Exception {
    for (String language : List.of("java", "python")) {
      Micro.Operation done = micro.one(FunctionBenchmark.class, Map.of("language", language));
      double bound = language.equals("java") ? 1_000 : 5_000;
      String name = "in " + language + ", nested arguments";
      add(Figure.of("policy function", name, done.nanos(), "ns").atMost(bound));
      add(Figure.of("policy function", name, done.octets(), ALLOCATED));
    }
    Micro.Operation hop = micro.one(PolicyHopBenchmark.class, Map.of());
    String name = "to its thread and back";
    add(Figure.of("policy function", name, hop.nanos(), "ns").atMost(10_000));
  }

  private void sessions() throws Exception {
    Micro.Operation done = micro.one(SessionBirthBenchmark.class, Map.of());
    add(Figure.of("session object", "made", done.nanos(), "ns"));
    SessionFigures.Octets octets = SessionFigures.inChild(options);
    add(Figure.of("session object", "heap, new", (double) octets.fresh(), ALLOCATED));
    add(
        Figure.of(
            "session object", "heap, mailbox selected", (double) octets.selected(), ALLOCATED));
    add(
        Figure.of(
            "session object",
            "heap, at rest after a long line",
            (double) octets.used(),
            ALLOCATED));
  }

  private void relay() throws Exception {
    List<String> small = new ArrayList<>(options);
    small.add("-Xmx128m");
    RelayFigures relay =
        quick ? new RelayFigures(small, 3, 32, 500) : new RelayFigures(small, 7, 128, 2000);
    RelayFigures.Medians lists = relay.lists();
    add(Figure.of("gateway and pipe", "a MiB of a list, gateway", lists.gateway() / 1e3, "us CPU"));
    add(Figure.of("gateway and pipe", "a MiB of a list, pipe", lists.pipe() / 1e3, "us CPU"));
    add(Figure.of("gateway and pipe", "a list, ratio", lists.ratio(), "").atMost(1.15));
    RelayFigures.Medians commands = relay.pipelines();
    add(Figure.of("gateway and pipe", "a command of 32, gateway", commands.gateway(), "ns CPU"));
    add(Figure.of("gateway and pipe", "a command of 32, pipe", commands.pipe(), "ns CPU"));
    add(Figure.of("gateway and pipe", "commands, ratio", commands.ratio(), "").atMost(1.15));
  }

  private void memory() throws Exception {
    MemoryFigures memory = new MemoryFigures(Transport.best(), options);
    add(
        Figure.of(
                "memory",
                "64 times 50 MiB: resident set at most",
                memory.literals().residentMaxKib() / 1024.0,
                "MiB")
            .atMost(300));
    MemoryFigures.Idle idle = memory.idle();
    add(Figure.of("memory", "an idle session, heap", idle.heap() / 1024.0, "KiB"));
    add(
        Figure.of("memory", "an idle session, all", (idle.heap() + idle.outside()) / 1024.0, "KiB")
            .atMost(12));
  }

  private void write(Path file, String commit) throws IOException {
    String rows = figures.stream().map(Figure::json).collect(joining(",\n    "));
    String json =
        """
        {
          "at": "%s",
          "commit": "%s",
          "quick": %b,
          "java": "%s",
          "system": "%s %s",
          "processors": %d,
          "figures": [
            %s
          ]
        }
        """
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                commit,
                quick,
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                rows);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json);
    System.out.println("\nbench: written to " + file);
  }
}
