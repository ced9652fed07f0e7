package io.postern.audit;

import java.util.Optional;

/**
 * Whose event it is: the fields that stand in every log line of a session.
 *
 * @param session 6 base32 letters
 * @param service the service's name
 * @param clientIp the client's address, without brackets
 * @param clientPort its port
 * @param server {@code HOST:PORT} of its server; what its router is called while it has none
 * @param user the name that the server accepted at login
 */
public record SessionInfo(
    String session,
    String service,
    String clientIp,
    int clientPort,
    String server,
    Optional<String> user) {
  /** Of what happens to the gateway, and to no session. */
  public static final SessionInfo NONE = new SessionInfo("", "", "", 0, "", Optional.empty());

  public SessionInfo withUser(String name) {
    return new SessionInfo(session, service, clientIp, clientPort, server, Optional.of(name));
  }

  public SessionInfo withServer(String found) {
    return new SessionInfo(session, service, clientIp, clientPort, found, user);
  }
}
