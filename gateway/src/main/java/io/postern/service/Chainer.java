package io.postern.service;

import java.time.Duration;
import java.util.Objects;

/**
 * How a server is reached, in the tradition's word.
 *
 * @param choice which of several servers
 * @param greeting how long a server may take for its greeting, from the connection on; one that
 *     takes longer counts as one that hangs. 1 ms to {@link Timeouts#MAX}
 * @param setAside how long a server that refused or hung isn't asked, but probed
 */
public record Chainer(Choice choice, Duration greeting, Duration setAside) {
  public static final Chainer DEFAULT =
      new Chainer(Choice.FAILOVER, Duration.ofSeconds(10), Duration.ofSeconds(60));

  /** Which of several servers comes first; where it can't be reached, the next one is tried. */
  public enum Choice {
    /** The first, and no other. */
    CONNECT,
    /** The first that isn't set aside. */
    FAILOVER,
    /** Each in turn. */
    ROUND_ROBIN,
    /** The one with the fewest sessions of this gateway. */
    LEAST_SESSIONS
  }

  /** Throws {@link IllegalArgumentException} for a time out of range. */
  public Chainer {
    Objects.requireNonNull(choice);
    for (Duration time : new Duration[] {greeting, setAside}) {
      if (time.toMillis() < 1 || time.compareTo(Timeouts.MAX) > 0) {
        throw new IllegalArgumentException(
            "a chainer's time is from 1 ms to " + Timeouts.MAX.toDays() + " days");
      }
    }
  }
}
