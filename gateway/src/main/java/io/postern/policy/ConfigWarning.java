package io.postern.policy;

/**
 * What {@code postern check} warns about: it loads, and may not do what was meant.
 *
 * @param message one line, no full stop
 */
public record ConfigWarning(Place place, String message) {
  /** {@code FILE:LINE:COLUMN: message}. */
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
