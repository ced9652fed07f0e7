package io.postern.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH benchmarks for {@link Bench}, each in a JVM of its own with the gateway's options. */
final class Micro {
  /**
   * One operation: medians of the iterations.
   *
   * @param benchmark the method's name
   * @param nanos CPU time of the benchmark's thread
   * @param octets allocated
   */
  record Operation(String benchmark, double nanos, double octets) {}

  private final List<String> options;
  private final boolean quick;

  Micro(List<String> options, boolean quick) {
    this.options = options;
    this.quick = quick;
    // Others may be at it on the same machine. Waiting for them would not make it quiet.
    System.setProperty("jmh.ignoreLock", "true");
  }

  /** All benchmarks of a class, with these values of its parameters. */
  List<Operation> run(Class<?> benchmarks, Map<String, String> parameters) throws RunnerException {
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .include("\\." + benchmarks.getSimpleName() + "\\.")
            .mode(Mode.AverageTime)
            .forks(1)
            .warmupIterations(quick ? 3 : 5)
            .warmupTime(TimeValue.milliseconds(quick ? 1500 : 2000))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(quick ? 300 : 1000))
            .jvmArgs(jvmArguments())
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .addProfiler(CpuTime.class)
            .addProfiler(GCProfiler.class);
    parameters.forEach(builder::param);
    Collection<RunResult> results = new Runner(builder.build()).run();
    List<Operation> operations = new ArrayList<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      operations.add(
          new Operation(
              name.substring(name.lastIndexOf('.') + 1),
              median(result, CpuTime.FIGURE),
              median(result, "gc.alloc.rate.norm")));
    }
    return operations;
  }

  /** The only benchmark of a class. */
  Operation one(Class<?> benchmark, Map<String, String> parameters) throws RunnerException {
    return run(benchmark, parameters).getFirst();
  }

  private String[] jvmArguments() {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-Xms256m", "-Xmx256m"));
    return all.toArray(new String[0]);
  }

  private static double median(RunResult run, String figure) {
    List<Double> values = new ArrayList<>();
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        values.add(iteration.getSecondaryResults().get(figure).getScore());
      }
    }
    return Median.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
