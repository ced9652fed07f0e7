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
 * @param peerIp who is connected to us, where that is a proxy which told the client's address; else
 *     empty
 */
public record SessionInfo(
    String session,
    String service,
    String clientIp,
    int clientPort,
    String server,
    Optional<String> user,
    String peerIp) {
  /** Of what happens to the gateway, and to no session. */
  public static final SessionInfo NONE = new SessionInfo("", "", "", 0, "", Optional.empty());

  /** Of a client that is connected to us itself. */
  public SessionInfo(
      String session,
      String service,
      String clientIp,
      int clientPort,
      String server,
      Optional<String> user) {
    this(session, service, clientIp, clientPort, server, user, "");
  }

  public SessionInfo withUser(String name) {
    return new SessionInfo(
        session, service, clientIp, clientPort, server, Optional.of(name), peerIp);
  }

  /** A proxy before us has told whose session it is; who was known as the client was the proxy. */
  public SessionInfo withClient(String ip, int port) {
    return new SessionInfo(
        session, service, ip, port, server, user, peerIp.isEmpty() ? clientIp : peerIp);
  }

  public SessionInfo withServer(String found) {
    return new SessionInfo(session, service, clientIp, clientPort, found, user, peerIp);
  }
}
