package io.postern.service;

import java.time.Duration;

/**
 * How long a login waits behind failed ones of the same user from the same network: {@code first}
 * for one wrong secret, twice that for each further <em>different</em> one, at most {@code max}.
 *
 * @param first from 0 (no delays at all) to {@code max}
 * @param max at most {@link #MAX}: a client's own patience and the time for its login end then
 * @param halfLife the time in which half of the wrong secrets are forgotten
 */
public record LoginDelays(Duration first, Duration max, Duration halfLife) {
  /** The longest wait that makes sense: clients give up at about a minute. */
  public static final Duration MAX = Duration.ofMinutes(1);

  /** The longest memory. */
  public static final Duration HALF_LIFE_MAX = Duration.ofDays(1);

  /**
   * One second is hardly felt by a person and ends what guesses thousands a second; fifteen are
   * within the patience of mail clients, and with three waiting logins leave an attacker less than
   * 20,000 guesses a day for each user and network. A quarter of an hour is as long as somebody who
   * has forgotten the password tries.
   */
  public static final LoginDelays DEFAULT =
      new LoginDelays(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(15));

  /** No login waits. */
  public static final LoginDelays NONE =
      new LoginDelays(Duration.ZERO, Duration.ofSeconds(15), Duration.ofMinutes(15));

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public LoginDelays {
    if (max.toMillis() < 1 || max.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("failed-login-delay-max is a time from 1ms to 1m");
    }
    if (first.isNegative() || first.compareTo(max) > 0) {
      throw new IllegalArgumentException("failed-login-delay is at most failed-login-delay-max");
    }
    if (halfLife.compareTo(Duration.ofSeconds(1)) < 0 || halfLife.compareTo(HALF_LIFE_MAX) > 0) {
      throw new IllegalArgumentException("failed-login-decay is a time from 1s to 1d");
    }
  }

  /** The wait behind so many different wrong secrets; milliseconds. */
  public long millis(long distinct) {
    long wait = first.toMillis();
    for (long i = 1; i < distinct && wait < max.toMillis(); i++) {
      wait *= 2;
    }
    return distinct < 1 ? 0 : Math.min(wait, max.toMillis());
  }
}
