package io.postern.transcript;

import java.util.SplittableRandom;

/** In which pieces the octets of a statement reach the session: the talk must not depend on it. */
public sealed interface Cut {
  /** No piece is longer, as no read from a network is. */
  int PIECE_MAX = 16 * 1024;

  /** How many octets the next piece has, 1 to {@code left}. */
  int next(int left);

  /** Each statement in one piece. */
  record Whole() implements Cut {
    @Override
    public int next(int left) {
      return Math.min(left, PIECE_MAX);
    }

    @Override
    public String toString() {
      return "whole";
    }
  }

  /** Octet by octet. */
  record Octetwise() implements Cut {
    @Override
    public int next(int left) {
      return 1;
    }

    @Override
    public String toString() {
      return "octet by octet";
    }
  }

  /** At random: mostly short pieces, where the grammar has its edges. */
  final class AtRandom implements Cut {
    private final long seed;
    private final SplittableRandom random;

    public AtRandom(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
    }

    @Override
    public int next(int left) {
      int bound = random.nextInt(4) == 0 ? PIECE_MAX : 12;
      return Math.min(left, 1 + random.nextInt(bound));
    }

    @Override
    public String toString() {
      return "cut with seed " + seed;
    }
  }
}
