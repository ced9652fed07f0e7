package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.ImapProxy;
import io.postern.service.Address;
import io.postern.service.Network;
import io.postern.service.Router;
import io.postern.service.Service;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestinationTest {
  private static final Address A = new Address("192.0.2.1", 143);
  private static final Address B = new Address("192.0.2.2", 143);

  private static Destination of(
      Router router, Optional<String> sni, String host, int port, InetSocketAddress... own)
      throws Exception {
    Service service =
        Service.of("s", List.of(new Address("127.0.0.1", 0)), A, Loopback.policy(ImapProxy::new))
            .withRouter(router);
    return Destination.of(service, sni, Optional.of(at(host, port)), List.of(own));
  }

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(java.net.InetAddress.ofLiteral(host), port);
  }

  private static Router.Transparent transparent(Integer port, boolean forge, String... allowed) {
    return new Router.Transparent(
        Optional.ofNullable(port), forge, List.of(allowed).stream().map(Network::parse).toList());
  }

  @Test
  void directedIsItsServers() throws Exception {
    assertThat(of(new Router.Directed(List.of(A, B)), Optional.empty(), "127.0.0.1", 1143))
        .isEqualTo(new Destination.Among(List.of(A, B), false));
  }

  @Test
  void aNameOfTlsFindsItsServer() throws Exception {
    Router closed = new Router.BySni(Map.of("a.example", A), Optional.empty());
    Router open = new Router.BySni(Map.of("a.example", A), Optional.of(B));
    Destination toA = new Destination.Among(List.of(A), false);
    Destination toB = new Destination.Among(List.of(B), false);
    assertThat(of(closed, Optional.of("a.example"), "127.0.0.1", 1)).isEqualTo(toA);
    assertThat(of(open, Optional.of("a.example"), "127.0.0.1", 1)).isEqualTo(toA);
    assertThat(of(open, Optional.of("b.example"), "127.0.0.1", 1)).isEqualTo(toB);
    assertThat(of(open, Optional.empty(), "127.0.0.1", 1)).isEqualTo(toB);
    assertThat(of(closed, Optional.of("b.example"), "127.0.0.1", 1))
        .isInstanceOf(Destination.Nowhere.class);
    assertThat(of(closed, Optional.empty(), "127.0.0.1", 1))
        .isInstanceOf(Destination.Nowhere.class);
  }

  @Test
  void byLoginWaits() throws Exception {
    Router router = new Router.ByLogin(Map.of(), Map.of(), Optional.of(A));
    assertThat(of(router, Optional.empty(), "127.0.0.1", 1)).isEqualTo(new Destination.AtLogin());
  }

  @Test
  void transparentIsWhereTheClientWentTo() throws Exception {
    assertThat(of(transparent(null, false), Optional.empty(), "192.0.2.1", 143))
        .isEqualTo(new Destination.Among(List.of(A), false));
    assertThat(of(transparent(143, true), Optional.empty(), "192.0.2.1", 1143))
        .isEqualTo(new Destination.Among(List.of(A), true));
    assertThat(of(transparent(null, false), Optional.empty(), "2001:db8::1", 143))
        .isEqualTo(new Destination.Among(List.of(new Address("2001:db8::1", 143)), false));
  }

  @Test
  void transparentStaysInItsNetworks() throws Exception {
    Router.Transparent router = transparent(null, false, "192.0.2.0/24", "2001:db8::/32");
    assertThat(of(router, Optional.empty(), "192.0.2.255", 143))
        .isInstanceOf(Destination.Among.class);
    assertThat(of(router, Optional.empty(), "2001:db8:ffff::1", 143))
        .isInstanceOf(Destination.Among.class);
    assertThat(of(router, Optional.empty(), "192.0.3.0", 143))
        .isEqualTo(new Destination.Nowhere("the destination is in none of the router's networks"));
    assertThat(of(router, Optional.empty(), "2001:db9::1", 143))
        .isInstanceOf(Destination.Nowhere.class);
  }

  @Test
  void transparentDoesNotMeetItself() throws Exception {
    Destination itself = new Destination.Nowhere("the destination is the gateway itself");
    InetSocketAddress everywhere = at("0.0.0.0", 1143);
    assertThat(of(transparent(null, false), Optional.empty(), "127.0.0.1", 1143, everywhere))
        .isEqualTo(itself);
    // By the port that replaces the client's, too.
    assertThat(of(transparent(1143, false), Optional.empty(), "127.0.0.1", 143, everywhere))
        .isEqualTo(itself);
    assertThat(
            of(transparent(null, false), Optional.empty(), "192.0.2.1", 143, at("192.0.2.1", 143)))
        .isEqualTo(itself);
    // Another machine's: TEST-NET-1 is nobody's (RFC 5737).
    assertThat(of(transparent(null, false), Optional.empty(), "192.0.2.1", 1143, everywhere))
        .isInstanceOf(Destination.Among.class);
    assertThat(of(transparent(null, false), Optional.empty(), "127.0.0.1", 143, everywhere))
        .isInstanceOf(Destination.Among.class);
  }
}
