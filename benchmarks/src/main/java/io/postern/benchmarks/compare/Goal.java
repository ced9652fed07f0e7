package io.postern.benchmarks.compare;

/**
 * What Postern should reach in a mode.
 *
 * @param of the peer that it is measured by; empty for a bound of its own
 * @param cpu whether processor time for a unit is meant, at most; else speed, at least
 */
record Goal(String of, boolean cpu, double bound) {
  static Goal speed(String of, double atLeast) {
    return new Goal(of, false, atLeast);
  }

  static Goal cpuOf(String of, double atMost) {
    return new Goal(of, true, atMost);
  }

  /** In seconds for a unit of the mode. */
  static Goal cpu(double atMost) {
    return new Goal("", true, atMost);
  }
}
