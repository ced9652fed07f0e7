package io.postern.net;

import io.netty.util.NetUtil;
import io.postern.service.Address;
import io.postern.service.Router;
import io.postern.service.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where a session goes: what a service's router makes of what is known of the client. */
sealed interface Destination {
  /** To one of these, of which the chainer chooses; the route says how. */
  record Among(List<Address> servers, boolean asClient) implements Destination {}

  /** To be told later: when the client has logged in. */
  record AtLogin() implements Destination {}

  /** Nowhere; {@code why} is a short sentence for the log. */
  record Nowhere(String why) implements Destination {}

  /**
   * Asks the router.
   *
   * @param sni the host name that the client asked for in TLS, in lower case
   * @param local the address that the client connected to
   * @param own where the gateway itself listens
   */
  static Destination of(
      Service service,
      Optional<String> sni,
      Optional<InetSocketAddress> local,
      Collection<InetSocketAddress> own) {
    return switch (service.router()) {
      case Router.Directed directed -> new Among(directed.servers(), false);
      case Router.ByLogin _ -> new AtLogin();
      case Router.BySni names ->
          sni.flatMap(name -> Optional.ofNullable(names.names().get(name)))
              .or(names::other)
              .<Destination>map(server -> new Among(List.of(server), false))
              .orElse(
                  new Nowhere(
                      sni.isEmpty()
                          ? "the client named no server (SNI)"
                          : "the router has no server for the client's SNI"));
      case Router.Transparent transparent ->
          local
              .map(to -> transparent(transparent, to, own))
              .orElse(new Nowhere("the client's connection is gone"));
    };
  }

  private static Destination transparent(
      Router.Transparent router, InetSocketAddress to, Collection<InetSocketAddress> own) {
    InetAddress host = to.getAddress();
    int port = router.port().orElse(to.getPort());
    if (!router.allowed().isEmpty()
        && router.allowed().stream().noneMatch(network -> network.contains(host))) {
      return new Nowhere("the destination is in none of the router's networks");
    }
    if (own.stream().anyMatch(listener -> same(listener, host, port))) {
      return new Nowhere("the destination is the gateway itself");
    }
    return new Among(
        List.of(new Address(NetUtil.toAddressString(host), port)), router.forgeSource());
  }

  /** Whether a listener would get what is sent there: then the session would meet itself. */
  private static boolean same(InetSocketAddress listener, InetAddress host, int port) {
    if (listener.getPort() != port) {
      return false;
    }
    return listener.getAddress().isAnyLocalAddress()
        ? here(host)
        : listener.getAddress().equals(host);
  }

  private static boolean here(InetAddress host) {
    try {
      return host.isLoopbackAddress()
          || host.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(host) != null;
    } catch (SocketException unknown) {
      // Who can't tell refuses.
      return true;
    }
  }
}
