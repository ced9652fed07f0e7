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
 * @param clientCertificate the subject of the certificate that the client showed and that was
 *     verified, as RFC 2253 writes it; at most 1,024 characters
 */
public record SessionFacts(
    String id,
    String service,
    String clientAddress,
    String serverAddress,
    Optional<String> user,
    Map<String, Object> attributes,
    Optional<String> clientCertificate) {
  /** Of a client that has shown no certificate. */
  public SessionFacts(
      String id,
      String service,
      String clientAddress,
      String serverAddress,
      Optional<String> user,
      Map<String, Object> attributes) {
    this(id, service, clientAddress, serverAddress, user, attributes, Optional.empty());
  }

  public SessionFacts withClientCertificate(String subject) {
    return new SessionFacts(
        id, service, clientAddress, serverAddress, user, attributes, Optional.of(subject));
  }
}
