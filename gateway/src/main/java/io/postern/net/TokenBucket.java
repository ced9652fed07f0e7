package io.postern.net;

/**
 * Lets so many pass a second, and a second's worth at once. Thirty lines that a test can look
 * through: a library would be more of them to know. Any thread.
 */
final class TokenBucket {
  private static final long WHOLE = 1000;

  private long thousandths = -1;
  private long at;

  /**
   * Takes one.
   *
   * @param perSecond how many come back a second; also how many fit; may change from call to call
   * @param now in milliseconds
   */
  synchronized boolean take(long perSecond, long now) {
    if (perSecond == Long.MAX_VALUE) {
      return true;
    }
    long room = perSecond * WHOLE;
    thousandths =
        thousandths < 0 ? room : Math.min(room, thousandths + Math.min(now - at, 1000) * perSecond);
    at = now;
    if (thousandths < WHOLE) {
      return false;
    }
    thousandths -= WHOLE;
    return true;
  }
}
