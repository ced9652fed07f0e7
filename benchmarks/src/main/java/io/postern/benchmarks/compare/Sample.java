package io.postern.benchmarks.compare;

import io.postern.benchmarks.load.Done;

/**
 * One repetition through one proxy.
 *
 * @param cpuSeconds of all its processes, while the units were done
 * @param residentKib when the last was done
 */
record Sample(Done done, double cpuSeconds, long residentKib) {
  /** Units of work a second; {@code octets} in each, or 0: then MB/s. */
  double speed(Mode mode, long octets) {
    double seconds = done.nanos() / 1e9;
    return mode.unit() == Mode.Unit.GIGABYTE
        ? done.units() * octets / 1e6 / seconds
        : done.units() / seconds;
  }

  /** Processor seconds for the mode's unit. */
  double cpu(Mode mode, long octets) {
    return cpuSeconds / mode.unit().of((double) done.units(), octets);
  }
}
