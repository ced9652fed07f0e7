package io.postern.policy;

/**
 * An operator's mistake in a configuration or a policy. It is collected, not thrown: all mistakes
 * are told at once.
 *
 * @param message what was found, what was expected and, where there is one, the nearest known name;
 *     one line, no full stop
 */
public record ConfigError(Place place, String message) {
  /** {@code FILE:LINE:COLUMN: message}. */
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
