package io.postern.config;

import java.time.Duration;

/**
 * How the gateway goes down.
 *
 * @param max how long sessions may take to come to a quiet moment of their own before they are
 *     ended all the same; at most {@link #MAX_MAX}
 */
public record Drain(Duration max) {
  /** A supervisor that waits for longer than this has forgotten what it waits for. */
  public static final Duration MAX_MAX = Duration.ofHours(1);

  /** Long enough for a message of some MiB, shorter than supervisors wait (systemd: 90 s). */
  public static final Drain DEFAULT = new Drain(Duration.ofSeconds(30));

  public Drain {
    if (max.isNegative() || max.compareTo(MAX_MAX) > 0) {
      throw new IllegalArgumentException("drain.max beyond 0s to 1h");
    }
  }
}
