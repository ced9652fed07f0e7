package io.postern.audit;

import java.util.Optional;

/**
 * Whose event it is: the fields that stand in every log line of a session.
 *
 * @param session 6 base32 letters
 * @param service the service's name
 * @param clientIp the client's address, without brackets
 * @param clientPort its port
 * @param server {@code HOST:PORT} as configured
 * @param user the name that the server accepted at login
 */
public record SessionInfo(
    String session,
    String service,
    String clientIp,
    int clientPort,
    String server,
    Optional<String> user) {
  public SessionInfo withUser(String name) {
    return new SessionInfo(session, service, clientIp, clientPort, server, Optional.of(name));
  }
}
