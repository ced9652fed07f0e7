package io.postern.benchmarks.compare;

import io.postern.benchmarks.Median;
import java.util.Arrays;

/**
 * Values of several repetitions.
 *
 * @param low lower end of the 95 % interval of the mean (Student's t)
 */
record Spread(double median, double low, double high) {
  /** Two-sided 95 % quantiles of Student's t for 1, 2, ... degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086
  };

  static Spread of(double... values) {
    int n = values.length;
    double median = Median.of(values);
    if (n == 1) {
      return new Spread(median, median, median);
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double half = T[Math.min(n - 1, T.length) - 1] * Math.sqrt(squares / (n - 1) / n);
    return new Spread(median, mean - half, mean + half);
  }
}
