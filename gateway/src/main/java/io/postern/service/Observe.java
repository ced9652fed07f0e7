package io.postern.service;

import io.postern.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Policies that are judged, told of and not applied.
 *
 * @param own the service's own policy, where it says {@code mode: observe}; another one that
 *     accepts all that the engine follows is in force then
 * @param second what {@code observe:} names
 */
public record Observe(Optional<Policy> own, Optional<Second> second) {
  public static final Observe NONE = new Observe(Optional.empty(), Optional.empty());

  /** A second policy, and what the configuration calls it. */
  public record Second(String name, Policy policy) {}

  /** Whether nothing of the service's own policy is enforced. */
  public boolean mode() {
    return own.isPresent();
  }

  /** Its own first. */
  public List<Policy> policies() {
    List<Policy> all = new ArrayList<>();
    own.ifPresent(all::add);
    second.map(Second::policy).ifPresent(all::add);
    return all;
  }
}
