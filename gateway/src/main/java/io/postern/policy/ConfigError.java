package io.postern.policy;

/**
 * An operator's mistake in a configuration or a policy. It is collected, not thrown: all mistakes
 * are told at once.
 *
 * @param message what was found, what was expected and, where there is one, the nearest known name;
 *     one line, no full stop
 * @param kind what it means for the exit code
 */
public record ConfigError(Place place, String message, Kind kind) {
  /** A mistake in what is written is the rule; the others are about files that it names. */
  public enum Kind {
    MISTAKE,
    MISSING_FILE,
    FORBIDDEN_FILE
  }

  public ConfigError(Place place, String message) {
    this(place, message, Kind.MISTAKE);
  }

  /** {@code FILE:LINE:COLUMN: message}. */
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
