package io.postern.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A server behind the gateway at one moment.
 *
 * @param services which services may use it, by name
 * @param sessions sessions that are connected to it
 * @param failure why the last connection to it failed, and when; empty if it didn't
 */
public record ServerState(
    Address address,
    List<String> services,
    Condition condition,
    int sessions,
    Optional<Failure> failure) {
  /** Whether new sessions get it. */
  public enum Condition {
    /** They do. */
    UP,
    /** It didn't answer lately. */
    DOWN,
    /** An administrator took it out; sessions that are there stay. */
    DISABLED
  }

  /**
   * A connection that couldn't be made.
   *
   * @param why a few words of our own
   */
  public record Failure(Instant at, String why) {}

  public ServerState {
    services = List.copyOf(services);
  }
}
