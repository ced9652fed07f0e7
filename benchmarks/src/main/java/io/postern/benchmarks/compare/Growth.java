package io.postern.benchmarks.compare;

import static java.util.stream.Collectors.joining;

import io.postern.benchmarks.load.Load;
import io.postern.benchmarks.load.Load.Work;
import io.postern.benchmarks.peers.Gateways;
import io.postern.benchmarks.peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How Postern's cost grows: with sessions, with the size of literals, with the length of lists, and
 * with the size of a policy. Processor time for a unit; flat is what it should be.
 *
 * <p>Arguments as {@link Compare}'s.
 */
public final class Growth {
  private static final int[] SESSIONS = {1, 10, 100, 1_000, 3_000, 9_500};
  private static final int[] LITERALS = {1 << 10, 1 << 14, 1 << 17, 1 << 20, 25 << 20, 100 << 20};
  private static final int[] LINES = {10, 100, 1_000, 10_000, 100_000, 1_000_000};
  private static final int[] RULES = {1, 10, 100, 1_000, 10_000};
  private static final int SOME = 4;
  private static final int WARM_UPS = 4;
  private static final int WARM_UP_MILLIS = 2_000;

  private final Settings settings;
  private final Course course;
  private final List<Curves.Curve> curves = new ArrayList<>();

  private Growth(Settings settings, Course course) {
    this.settings = settings;
    this.course = course;
  }

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.parse(args);
    try (Course course = new Course(settings.folder())) {
      new Growth(settings, course).run();
    }
  }

  private void run() throws IOException {
    Gateways gateways = new Gateways(settings.launcher(), settings.javaOptions());
    Peer peer = course.keep(gateways.start(course.behind(), "postern", "ImapProxy"));
    curve("sessions", "us CPU a command", SESSIONS, peer, n -> load(peer, Work.COMMAND, n, 0), 1e6);
    curve(
        "literal octets", "s CPU a GB", LITERALS, peer, n -> load(peer, Work.DOWNLOAD, SOME, n), 0);
    curve("list lines", "us CPU a line", LINES, peer, n -> load(peer, Work.LIST, SOME, n), -1e6);
    course.end(peer);
    List<Curves.Point> points = new ArrayList<>();
    for (int rules : RULES) {
      String policy = policy(rules);
      Peer other = course.keep(gateways.start(course.behind(), "rules " + rules, policy));
      points.add(new Curves.Point(rules, cost(other, load(other, Work.COMMAND, SOME, 0), 1e6)));
      course.end(other);
    }
    tell("rules", "us CPU a command", points);
    Path folder = settings.folder();
    Files.writeString(
        folder.resolve("growth.json"),
        "{\n%s  \"curves\": [\n    %s\n  ]\n}\n"
            .formatted(
                Machine.json(settings.commit()),
                curves.stream().map(Growth::json).collect(joining(",\n    "))));
    Files.writeString(folder.resolve("growth.svg"), Curves.svg(curves));
    System.out.println("\nbench: growth.json and growth.svg are in " + folder);
  }

  /** The load at a point. */
  private interface At {
    Load load(int n);
  }

  private void curve(String name, String unit, int[] at, Peer peer, At loads, double scale)
      throws IOException {
    List<Curves.Point> points = new ArrayList<>();
    for (int n : at) {
      points.add(new Curves.Point(n, cost(peer, loads.load(n), scale)));
    }
    tell(name, unit, points);
  }

  /** Median of the repetitions: for a unit; scale 0: for a GB; below 0: for a line. */
  private double cost(Peer peer, Load load, double scale) throws IOException {
    for (int i = 0; i < WARM_UPS; i++) {
      course.once(peer, load);
    }
    double[] costs = new double[settings.repetitions()];
    for (int i = 0; i < costs.length; i++) {
      Sample sample = course.once(peer, load);
      double unit = sample.cpuSeconds() / sample.done().units();
      costs[i] =
          scale == 0
              ? unit * 1e9 / load.octets()
              : scale < 0 ? unit * -scale / load.size() : unit * scale;
    }
    return Spread.of(costs).median();
  }

  private void tell(String name, String unit, List<Curves.Point> points) {
    System.out.printf("bench: growth with %s, %s%n", name, unit);
    for (Curves.Point point : points) {
      System.out.printf(Locale.ROOT, "  %10d %8.3f%n", point.at(), point.cost());
    }
    curves.add(new Curves.Curve(name, unit, points));
  }

  private static String json(Curves.Curve curve) {
    return "{\"with\": \"%s\", \"unit\": \"%s\", \"points\": [%s]}"
        .formatted(
            curve.with(),
            curve.unit(),
            curve.points().stream()
                .map(point -> String.format(Locale.ROOT, "[%d, %.4f]", point.at(), point.cost()))
                .collect(joining(", ")));
  }

  private static Load load(Peer peer, Work work, int sessions, int size) {
    return new Load(work, peer.port(false), false, sessions, 1, size, WARM_UP_MILLIS);
  }

  private String policy(int rules) throws IOException {
    StringBuilder made = new StringBuilder("extends: ImapProxy\ncapability:\n");
    for (int i = 0; i < rules; i++) {
      made.append("  X-RULE-").append(i).append(": drop\n");
    }
    Path file = settings.folder().resolve("policy-of-" + rules + ".yaml");
    return Files.writeString(file, made).getFileName().toString();
  }
}
