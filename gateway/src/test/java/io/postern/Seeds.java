package io.postern;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * The seeds of the properties: ten fixed ones and a fresh one; each is printed when its run begins.
 */
public final class Seeds {
  private Seeds() {}

  /**
   * For {@code @MethodSource("io.postern.Seeds#all")}; {@code -Dpostern.seed=N} takes that seed for
   * the fresh one.
   */
  public static LongStream all() {
    return LongStream.concat(
        LongStream.rangeClosed(1, 10),
        LongStream.of(Long.getLong("postern.seed", System.nanoTime())));
  }

  public static SplittableRandom random(long seed) {
    System.out.println("seed " + seed);
    return new SplittableRandom(seed);
  }
}
