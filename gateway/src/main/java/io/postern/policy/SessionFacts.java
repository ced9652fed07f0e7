package io.postern.policy;

import java.util.Map;
import java.util.Optional;

/**
 * What a policy may know of its session: names and addresses, and attributes that its functions
 * leave for each other.
 *
 * @param user the name given at login, once the server has accepted it
 * @param attributes the session's own, mutable, bounded by the policy's author only; for policy
 *     functions alone
 */
public record SessionFacts(
    String id,
    String service,
    String clientAddress,
    String serverAddress,
    Optional<String> user,
    Map<String, Object> attributes) {}
