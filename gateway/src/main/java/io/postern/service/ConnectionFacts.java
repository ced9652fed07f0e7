package io.postern.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Objects;

/**
 * What rules look at: facts of one connection, before anything was said on it.
 *
 * @param source the client's address; behind a trusted proxy the one that its PROXY header tells
 * @param destination the address that the client connected to
 * @param serverName what it asks for in TLS, as far as that is known
 * @param time now
 */
public record ConnectionFacts(
    Listener listener,
    InetAddress source,
    InetAddress destination,
    ServerName serverName,
    Instant time) {
  public ConnectionFacts {
    source = plain(source);
    destination = plain(destination);
    Objects.requireNonNull(listener);
    Objects.requireNonNull(serverName);
    Objects.requireNonNull(time);
  }

  public ConnectionFacts withServerName(ServerName known) {
    return new ConnectionFacts(listener, source, destination, known, time);
  }

  /**
   * An IPv4-mapped address, as a socket for both families tells it, becomes IPv4 (RFC 4291, section
   * 2.5.5.2): no rule is passed by another spelling. The interface of a link-local one goes.
   */
  private static InetAddress plain(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException impossible) {
      throw new AssertionError("4 or 16 octets", impossible);
    }
  }
}
