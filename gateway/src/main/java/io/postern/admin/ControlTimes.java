package io.postern.admin;

/**
 * How patient the control socket is.
 *
 * @param idleMillis until a connection that asks nothing is closed
 * @param writeMillis until one that doesn't take its answer is
 */
record ControlTimes(long idleMillis, long writeMillis) {
  static final ControlTimes DEFAULT = new ControlTimes(60_000, 30_000);
}
