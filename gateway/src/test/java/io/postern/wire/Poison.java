package io.postern.wire;

/**
 * For tests of every package: from here on frames are overwritten when their line is over, so that
 * stale views show.
 */
public final class Poison {
  private Poison() {}

  public static void frames() {
    Framer.poisoning = true;
  }
}
