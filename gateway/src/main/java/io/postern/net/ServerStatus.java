package io.postern.net;

import io.postern.service.Address;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a configured server is at one moment, as far as this gateway knows.
 *
 * @param address as configured
 * @param state whether new sessions go there
 * @param sessions sessions of this gateway that are there or on their way; 0 or more
 * @param lastFailure why it was set aside last, a short sentence of ours and never a peer's octets;
 *     empty if it never was
 * @param since how long it has been in that state
 */
public record ServerStatus(
    Address address, State state, int sessions, Optional<String> lastFailure, Duration since) {
  /** Whether new sessions go there. */
  public enum State {
    UP,
    /** It refused or hung, and is probed; asked only where no other is left. */
    ASIDE,
    /** The administrator wants no new sessions there; those that are there go on. */
    DISABLED
  }

  public ServerStatus {
    Objects.requireNonNull(address);
    Objects.requireNonNull(state);
    Objects.requireNonNull(lastFailure);
    Objects.requireNonNull(since);
  }
}
