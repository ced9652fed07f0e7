package io.postern.audit;

import io.postern.imap.CommandName;
import io.postern.imap.ConnectionState;
import java.util.Optional;

/**
 * A session at one moment, as an administrator sees it.
 *
 * @param state the client's, as policies see it
 * @param ageSeconds since the client connected
 * @param idleSeconds since the last octet from either peer
 * @param octetsIn from the client
 * @param octetsOut from the server
 * @param pending commands in progress at the server
 * @param command the oldest of them
 * @param clientTls what secures the client's connection
 * @param serverTls what secures the server's
 */
public record LiveSession(
    SessionInfo info,
    ConnectionState state,
    double ageSeconds,
    double idleSeconds,
    long octetsIn,
    long octetsOut,
    int pending,
    Optional<CommandName> command,
    TlsFacts clientTls,
    TlsFacts serverTls) {}
