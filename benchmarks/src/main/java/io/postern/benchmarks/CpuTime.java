package io.postern.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time of the benchmark's own threads for each operation: on a machine that others use, too, it
 * says more than the clock on the wall.
 */
public final class CpuTime implements InternalProfiler {
  /** The name of the figure, in nanoseconds. */
  static final String FIGURE = "cpu";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long before;

  @Override
  public String getDescription() {
    return "CPU time of the benchmark's threads";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = workers();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double spent = workers() - before;
    double operations = result.getMetadata().getAllOps();
    return List.of(new ScalarResult(FIGURE, spent / operations, "ns/op", AggregationPolicy.AVG));
  }

  /** Those of JMH, and the gateway's own where a benchmark has any. */
  private static boolean isBenchmarks(String name) {
    return name.contains("jmh-worker") || name.startsWith("postern-");
  }

  /** Nanoseconds that the benchmark's threads have run since they began. */
  private long workers() {
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && isBenchmarks(thread.getThreadName())) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos;
  }
}
