package io.postern.session;

/**
 * What a session may do by itself; {@link Long#MAX_VALUE} is no bound.
 *
 * @param commandsPerSecond more commands wait; {@link #BURST_SECONDS} seconds' worth may come at
 *     once
 * @param octets from both sides together; over it the session ends between two responses
 * @param octetsPerHour the same in each hour from its beginning
 * @param loginsAsk whether each login asks {@link Effects#admit} before the server hears of it
 */
public record Pace(long commandsPerSecond, long octets, long octetsPerHour, boolean loginsAsk) {
  /** Mail clients come in bursts: a folder is opened, and twenty commands follow at once. */
  public static final int BURST_SECONDS = 5;

  public static final Pace NONE = new Pace(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, false);

  public Pace {
    if (commandsPerSecond < 1 || octets < 1 || octetsPerHour < 1) {
      throw new IllegalArgumentException("a pace is at least 1");
    }
  }
}
