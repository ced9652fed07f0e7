package io.postern.net;

import static io.postern.net.Loopback.hear;
import static io.postern.net.Loopback.hearClose;
import static io.postern.net.Loopback.line;
import static io.postern.net.Loopback.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.audit.SessionInfo;
import io.postern.service.Network;
import io.postern.service.Originating;
import io.postern.service.ProxyProtocol;
import io.postern.service.Service;
import java.net.Socket;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PROXY headers and the client's address between real sockets. */
class ProxyRelayTest {
  private static final String HEADER = "PROXY TCP4 198.51.100.7 192.0.2.1 4711 143\r\n";
  private static final String GREETING = "* OK [CAPABILITY IMAP4rev1 ID] ready\r\n";

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theHeaderInMakesTheClientAndGoesOut(Transport transport) throws Exception {
    for (ProxyProtocol.Out out : List.of(ProxyProtocol.Out.V1, ProxyProtocol.Out.V2)) {
      try (Loopback loop =
          Loopback.real(transport, with(ProxyProtocol.In.REQUIRED, "127.0.0.1", out))) {
        Socket client = loop.client();
        // In pieces, the last one with a command behind the header.
        say(client, HEADER.substring(0, 9));
        say(client, HEADER.substring(9) + "a1 NOOP\r\n");
        Socket server = loop.server();
        byte[] header =
            server.getInputStream().readNBytes(out == ProxyProtocol.Out.V1 ? HEADER.length() : 28);
        ProxyHeaderReader.Result.Found found =
            (ProxyHeaderReader.Result.Found) ProxyHeaderReader.read(header);
        assertThat(found.header().ends().orElseThrow().source().toString())
            .isEqualTo("/198.51.100.7:4711");
        assertThat(found.header().ends().orElseThrow().destination().toString())
            .isEqualTo("/192.0.2.1:143");
        say(server, GREETING);
        hear(client, GREETING);
        assertThat(line(server)).endsWith(" NOOP\r\n");
        SessionInfo info = told(loop, Event.SessionOpened.class);
        assertThat(info.clientIp()).isEqualTo("198.51.100.7");
        assertThat(info.clientPort()).isEqualTo(4711);
        assertThat(info.peerIp()).isEqualTo("127.0.0.1");
        client.close();
        server.close();
        loop.awaitNoSession();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void withoutAHeaderInTheClientItselfGoesOut(Transport transport) throws Exception {
    try (Loopback loop =
        Loopback.real(
            transport, with(ProxyProtocol.In.OPTIONAL, "127.0.0.1", ProxyProtocol.Out.V1))) {
      Socket client = loop.client();
      Socket server = loop.server();
      assertThat(line(server))
          .isEqualTo(
              "PROXY TCP4 127.0.0.1 127.0.0.1 "
                  + client.getLocalPort()
                  + " "
                  + client.getPort()
                  + "\r\n");
      say(server, GREETING);
      hear(client, GREETING);
      SessionInfo info = told(loop, Event.SessionOpened.class);
      assertThat(info.clientIp()).isEqualTo("127.0.0.1");
      assertThat(info.peerIp()).isEmpty();
      client.close();
      server.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void whoIsNotTrustedIsClosedAndTold(Transport transport) throws Exception {
    try (Loopback loop =
        Loopback.real(
            transport, with(ProxyProtocol.In.REQUIRED, "192.0.2.1", ProxyProtocol.Out.NONE))) {
      Socket client = loop.client();
      hearClose(client);
      assertThat(loop.event(Event.ProxyRefused.class).why()).contains("isn't trusted");
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void aForgedHeaderEndsTheSession(Transport transport) throws Exception {
    try (Loopback loop =
        Loopback.real(
            transport, with(ProxyProtocol.In.OPTIONAL, "192.0.2.1", ProxyProtocol.Out.NONE))) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(client, HEADER);
      hearClose(client);
      hearClose(server);
      assertThat(loop.event(Event.ProxyRefused.class).why()).contains("isn't trusted");
      client.close();
      server.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theServerIsToldAndAProxyIsBelieved(Transport transport) throws Exception {
    UnaryOperator<Service> originating =
        service ->
            service.withOriginating(new Originating(true, List.of(Network.parse("127.0.0.1")), 5));
    try (Loopback loop = Loopback.real(transport, originating)) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(server, GREETING);
      hear(client, GREETING);
      say(client, "a1 ID (\"x-originating-ip\" \"2001:DB8:0::7\" \"x-proxy-ttl\" \"2\")\r\n");
      assertThat(line(server))
          .endsWith(" ID (\"x-originating-ip\" \"2001:DB8:0::7\" \"x-proxy-ttl\" \"1\")\r\n");
      SessionInfo info = told(loop, Event.OriginBelieved.class);
      assertThat(info.clientIp()).isEqualTo("2001:db8::7");
      assertThat(info.peerIp()).isEqualTo("127.0.0.1");
      client.close();
      server.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.Loopback#transports")
  void theServerIsToldWhoIsConnected(Transport transport) throws Exception {
    UnaryOperator<Service> originating =
        service -> service.withOriginating(new Originating(true, List.of(), 5));
    try (Loopback loop = Loopback.real(transport, originating)) {
      Socket client = loop.client();
      Socket server = loop.server();
      say(server, GREETING);
      hear(client, GREETING);
      assertThat(line(server))
          .contains(
              " ID (\"x-originating-ip\" \"127.0.0.1\" \"x-originating-port\" \""
                  + client.getLocalPort()
                  + "\" \"x-connected-ip\" \"127.0.0.1\" \"x-connected-port\" \""
                  + client.getPort()
                  + "\" \"x-session-id\" ");
      client.close();
      server.close();
      loop.awaitNoSession();
    }
  }

  private static UnaryOperator<Service> with(
      ProxyProtocol.In in, String trusted, ProxyProtocol.Out out) {
    return service ->
        service.withProxy(new ProxyProtocol(in, List.of(Network.parse(trusted)), out));
  }

  private static SessionInfo told(Loopback loop, Class<? extends Event> kind)
      throws InterruptedException {
    while (true) {
      Loopback.Told told = loop.events.take();
      if (kind.isInstance(told.event())) {
        return told.session();
      }
    }
  }
}
