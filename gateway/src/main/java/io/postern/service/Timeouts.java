package io.postern.service;

import java.time.Duration;

/**
 * How long a session may wait for what. Each is from 1 ms to {@link #MAX}.
 *
 * @param connect for the connection to the server
 * @param beforeLogin from the client's connection to its login
 * @param idle without an octet from the client, after login; RFC 9051, section 5.4 asks for 30
 *     minutes at least
 * @param policyCall for one call of a policy function, from its start
 */
public record Timeouts(Duration connect, Duration beforeLogin, Duration idle, Duration policyCall) {
  /** Long enough for any wish, and far from the overflow of a timer. */
  public static final Duration MAX = Duration.ofDays(7);

  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(35),
          Duration.ofSeconds(1));

  /** Throws {@link IllegalArgumentException} for a time out of range. */
  public Timeouts {
    check("connect", connect);
    check("login", beforeLogin);
    check("idle", idle);
    check("policy-call", policyCall);
  }

  public Timeouts withConnect(Duration time) {
    return new Timeouts(time, beforeLogin, idle, policyCall);
  }

  public Timeouts withBeforeLogin(Duration time) {
    return new Timeouts(connect, time, idle, policyCall);
  }

  public Timeouts withIdle(Duration time) {
    return new Timeouts(connect, beforeLogin, time, policyCall);
  }

  public Timeouts withPolicyCall(Duration time) {
    return new Timeouts(connect, beforeLogin, idle, time);
  }

  private static void check(String name, Duration time) {
    if (time.toMillis() < 1 || time.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          name + " is a time from 1 ms to " + MAX.toDays() + " days");
    }
  }
}
