package io.postern.net;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Session ids: 6 base32 letters that look random and that none of the last billion sessions had.
 *
 * <p>A counter goes through a permutation of 30 bits with a random key (a Feistel network), so an
 * id can't come twice before all 2^30 were given, and nobody has to remember which were. That is
 * more than the design asks for (unique among live sessions and the last 100,000). Ids are names,
 * no secrets: a few rounds are enough. Any thread.
 */
final class SessionIds {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LETTER_BITS = 5;
  private static final int LETTERS_PER_ID = 6;

  private static final int HALF_BITS = 15;
  private static final int HALF_MASK = (1 << HALF_BITS) - 1;
  private static final int ROUNDS = 6;

  /**
   * Letters of a tag prefix: 40 bits, so that no one who has not seen a tag guesses one (spec
   * section 7).
   */
  private static final int PREFIX_LETTERS = 8;

  private final int[] keys = new int[ROUNDS];
  private final AtomicInteger count = new AtomicInteger();
  private final SecureRandom random;

  SessionIds(SecureRandom random) {
    this.random = random;
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = random.nextInt();
    }
  }

  /** A fresh id. */
  String next() {
    int number = permuted(count.getAndIncrement());
    char[] id = new char[LETTERS_PER_ID];
    for (int i = 0; i < id.length; i++) {
      id[i] = LETTERS.charAt((number >>> (i * LETTER_BITS)) & (LETTERS.length() - 1));
    }
    return new String(id);
  }

  /** Unpredictable letters before the number in a session's tags toward the server. */
  String tagPrefix() {
    char[] prefix = new char[PREFIX_LETTERS];
    // Asked once, since each question has its price: 64 bits make all prefixes equally likely, but
    // for one part in ten million.
    long left = random.nextLong();
    for (int i = 0; i < prefix.length; i++) {
      // Letters only: the number follows, and it shall begin where the letters end.
      prefix[i] = (char) ('A' + Long.remainderUnsigned(left, 26));
      left = Long.divideUnsigned(left, 26);
    }
    return new String(prefix);
  }

  /** Each round is its own inverse up to the swap, so different numbers stay different. */
  private int permuted(int number) {
    int left = (number >>> HALF_BITS) & HALF_MASK;
    int right = number & HALF_MASK;
    for (int key : keys) {
      int mixed = (right ^ key) * 0x9E3779B1;
      mixed = (mixed ^ (mixed >>> 15)) * 0x85EBCA77;
      int next = left ^ ((mixed >>> 13) & HALF_MASK);
      left = right;
      right = next;
    }
    return (left << HALF_BITS) | right;
  }
}
