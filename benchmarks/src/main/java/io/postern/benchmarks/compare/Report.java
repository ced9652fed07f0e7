package io.postern.benchmarks.compare;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** All figures of a comparison, as a table and as JSON; and which goals were reached. */
record Report(List<Report.Row> rows) {
  /** One proxy in one mode. */
  record Row(Mode mode, String peer, long octets, List<Sample> samples) {
    Spread speed() {
      return Spread.of(samples.stream().mapToDouble(each -> each.speed(mode, octets)).toArray());
    }

    Spread cpu() {
      return Spread.of(samples.stream().mapToDouble(each -> each.cpu(mode, octets)).toArray());
    }

    double micros(java.util.function.ToLongFunction<Sample> nanos) {
      return Spread.of(samples.stream().mapToDouble(each -> nanos.applyAsLong(each)).toArray())
              .median()
          / 1e3;
    }

    double residentMib() {
      return Spread.of(samples.stream().mapToDouble(Sample::residentKib).toArray()).median() / 1024;
    }

    String line() {
      return String.format(
              Locale.ROOT,
              "%-12s %-15s %10.0f %-10s %8.3f s/%-5s %9.0f %9.0f %9.0f us %6.0f MiB  %s",
              mode.name(),
              peer,
              speed().median(),
              mode.speedUnit(),
              cpu().median(),
              mode.unit().text(),
              micros(each -> each.done().p50()),
              micros(each -> each.done().p99()),
              micros(each -> each.done().p999()),
              residentMib(),
              mode.tls() ? samples.getFirst().done().tls() : "")
          .stripTrailing();
    }

    String json() {
      return String.format(
          Locale.ROOT,
          "{\"mode\": \"%s\", \"peer\": \"%s\", \"speed\": %.1f, \"speedUnit\": \"%s\","
              + " \"speedLow\": %.1f, \"speedHigh\": %.1f, \"cpuSeconds\": %.4f, \"cpuFor\":"
              + " \"%s\", \"p50us\": %.1f, \"p99us\": %.1f, \"p999us\": %.1f, \"residentMiB\":"
              + " %.1f, \"repetitions\": %d}",
          mode.name(),
          peer,
          speed().median(),
          mode.speedUnit(),
          speed().low(),
          speed().high(),
          cpu().median(),
          mode.unit().text(),
          micros(each -> each.done().p50()),
          micros(each -> each.done().p99()),
          micros(each -> each.done().p999()),
          residentMib(),
          samples.size());
    }
  }

  /** A goal and what became of it. */
  record Outcome(Mode mode, Goal goal, Spread value) {
    /**
     * Speed is missed when the whole interval lies below its bound; processor time when the median
     * lies above.
     */
    boolean reached() {
      return goal.cpu() ? value.median() <= goal.bound() : value.high() >= goal.bound();
    }

    String line() {
      String what = goal.cpu() ? "processor time" : "speed";
      String of = goal.of().isEmpty() ? " s/" + mode.unit().text() : " x " + goal.of();
      return String.format(
          Locale.ROOT,
          "%-12s %-15s %s %.2f%s: %.2f (%.2f to %.2f) %s",
          mode.name(),
          what,
          goal.cpu() ? "<=" : ">=",
          goal.bound(),
          of,
          value.median(),
          value.low(),
          value.high(),
          reached() ? "reached" : "MISSED");
    }
  }

  List<Outcome> outcomes() {
    return rows.stream()
        .filter(row -> row.peer().equals(Compare.POSTERN))
        .flatMap(row -> row.mode().goals().stream().flatMap(goal -> outcome(row, goal).stream()))
        .toList();
  }

  private Optional<Outcome> outcome(Row postern, Goal goal) {
    Mode mode = postern.mode();
    if (goal.of().isEmpty()) {
      return Optional.of(new Outcome(mode, goal, postern.cpu()));
    }
    return rows.stream()
        .filter(row -> row.mode().equals(mode) && row.peer().equals(goal.of()))
        .findFirst()
        .map(other -> new Outcome(mode, goal, ratio(postern, other, goal.cpu())));
  }

  /** Of neighbours in time: what slows the machine down meets both. */
  private static Spread ratio(Row one, Row other, boolean cpu) {
    return Spread.of(
        IntStream.range(0, one.samples().size())
            .mapToDouble(
                i -> {
                  Sample a = one.samples().get(i);
                  Sample b = other.samples().get(i);
                  return cpu
                      ? a.cpu(one.mode(), one.octets()) / b.cpu(one.mode(), one.octets())
                      : a.speed(one.mode(), one.octets()) / b.speed(one.mode(), one.octets());
                })
            .toArray());
  }

  void print() {
    System.out.println();
    outcomes().forEach(outcome -> System.out.println(outcome.line()));
  }

  /** {@code compare.json} and {@code compare.svg} in that folder. */
  void write(Path folder, String commit) throws IOException {
    Files.writeString(
        folder.resolve("compare.json"),
        "{\n%s  \"rows\": [\n    %s\n  ],\n  \"goals\": [\n    %s\n  ]\n}\n"
            .formatted(
                Machine.json(commit),
                rows.stream().map(Row::json).collect(joining(",\n    ")),
                outcomes().stream()
                    .map(outcome -> "\"" + outcome.line().replaceAll(" +", " ") + "\"")
                    .collect(joining(",\n    "))));
    Files.writeString(folder.resolve("compare.svg"), Plot.svg(rows));
    System.out.println("\nbench: compare.json and compare.svg are in " + folder);
  }
}
