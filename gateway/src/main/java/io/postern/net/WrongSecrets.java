package io.postern.net;

import java.util.Arrays;

/**
 * How many different wrong secrets somebody has tried of late. The same one again changes nothing,
 * and half of the number is forgotten in each half-life. Its owner locks it.
 */
final class WrongSecrets {
  private static final int FIRST_ROOM = 2;

  /** Below it nothing is left to be told. */
  private static final double NOTHING = 0.5;

  private final int max;
  private long[] fingerprints = new long[FIRST_ROOM];
  private int kept;

  /** The one that the next takes the place of, once all places are taken. */
  private int oldest;

  private double weight;
  private long at;

  /**
   * @param max how many are told from each other, and counted at most
   * @param now in milliseconds
   */
  WrongSecrets(int max, long now) {
    this.max = max;
    this.at = now;
  }

  /** One more try with a secret of that fingerprint. */
  void add(long fingerprint, long now, long halfLifeMillis) {
    decay(now, halfLifeMillis);
    if (knows(fingerprint)) {
      return;
    }
    weight = Math.min(max, weight + 1);
    if (kept == max) {
      fingerprints[oldest] = fingerprint;
      oldest = (oldest + 1) % max;
      return;
    }
    if (kept == fingerprints.length) {
      fingerprints = Arrays.copyOf(fingerprints, Math.min(max, kept * 2));
    }
    fingerprints[kept++] = fingerprint;
  }

  /** How many, rounded. */
  long distinct(long now, long halfLifeMillis) {
    decay(now, halfLifeMillis);
    return Math.round(weight);
  }

  private boolean knows(long fingerprint) {
    for (int i = 0; i < kept; i++) {
      if (fingerprints[i] == fingerprint) {
        return true;
      }
    }
    return false;
  }

  private void decay(long now, long halfLifeMillis) {
    weight *= Math.pow(0.5, (now - at) / (double) halfLifeMillis);
    at = now;
    if (weight < NOTHING) {
      weight = 0;
      kept = 0;
      oldest = 0;
    }
  }
}
