package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.audit.Event;
import io.postern.service.ServerTls;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients whose TLS a gateway takes, and those whose it doesn't. */
class TlsHandshakeTest extends TlsLoop {
  @ParameterizedTest
  @EnumSource
  void aClientThatOffersOtherProtocolsOnlyIsRefused(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(TlsLoop::implicit)) {
      SSLSocket http = tls(loop);
      Peers.offer(http, "h2", "http/1.1");
      assertThat(refusal(http)).contains("no_application_protocol");
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("not_imap");
      SSLSocket both = tls(loop);
      Peers.offer(both, "h2", "imap");
      both.startHandshake();
      assertThat(both.getApplicationProtocol()).isEqualTo("imap");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientInClearOnATlsPortCostsOneLine(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(TlsLoop::implicit)) {
      Socket clear = loop.client();
      Loopback.say(clear, "a1 LOGIN joe secret\r\n");
      Loopback.hearClose(clear);
      Event.TlsFailed failed = loop.event(Event.TlsFailed.class);
      assertThat(failed.fault()).isEqualTo("not_tls");
      assertThat(failed.side()).isEqualTo("client");
      // Others go on.
      SSLSocket good = tls(loop);
      good.startHandshake();
      Loopback.eventually(
          "the connection is given back", () -> loop.gateway.sessions().get("test") == 1);
      assertThat(loop.events.stream().filter(told -> told.event() instanceof Event.TlsFailed))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatClosesInTheHandshakeIsTold(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(TlsLoop::implicit)) {
      Socket quiet = loop.client();
      Loopback.eventually("it counts", () -> loop.gateway.sessions().get("test") == 1);
      quiet.shutdownOutput();
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("peer_closed");
      Socket reset = loop.client();
      Loopback.eventually("it counts", () -> loop.gateway.sessions().get("test") >= 1);
      Loopback.reset(reset);
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("peer_closed");
      Loopback.eventually("both given back", () -> loop.gateway.sessions().get("test") == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oldVersionsAreRefused(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(TlsLoop::implicit)) {
      String at = address(loop);
      String said = Peers.openssl("s_client -connect " + at + " -tls1_1 -cipher ALL:@SECLEVEL=0");
      assertThat(said).containsIgnoringCase("alert protocol version");
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("no_version");
      assertThat(Peers.openssl("s_client -connect " + at + " -tls1_2 -cipher NULL:@SECLEVEL=0"))
          .containsIgnoringCase("alert handshake failure");
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("no_cipher");
    }
  }

  @ParameterizedTest
  @EnumSource
  void renegotiationIsRefused(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(TlsLoop::implicit)) {
      String at = address(loop);
      String said = Peers.openssl("s_client -connect " + at + " -tls1_2", "R\n");
      assertThat(said)
          .contains("RENEGOTIATING")
          .containsAnyOf("no renegotiation", "alert", "error");
      assertThat(said).doesNotContain("verify return:1\nverify return:1\nverify return:1");
    }
  }

  private static void farewells(Loopback loop) {
    try {
      while (true) {
        try (Socket server = loop.server()) {
          Loopback.say(server, "* BYE enough\r\n");
        }
      }
    } catch (IOException over) {
      // The test has ended, or nobody came for long enough.
      return;
    }
  }

  @ParameterizedTest
  @EnumSource
  void sessionsAreTakenUpAgain(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(TlsLoop::implicit)) {
      String at = address(loop);
      // Every session of the test, those that are only resumed too, is greeted and let go.
      Thread.ofVirtual().start(() -> farewells(loop));
      for (String version : List.of("-tls1_2", "-tls1_3")) {
        Path saved = folder.resolve("session" + version + provider);
        String first =
            Peers.openssl(
                "s_client -ign_eof -connect " + at + " " + version + " -sess_out " + saved);
        assertThat(first).contains("New, TLSv1");
        String second =
            Peers.openssl("s_client -connect " + at + " " + version + " -sess_in " + saved);
        assertThat(second).as(version).contains("Reused, TLSv1");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStalledHandshakeIsEndedAndHoldsUpNobody(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(service -> implicit(service).withConnections(2))) {
      List<Socket> stalled = new ArrayList<>(List.of(loop.client(), loop.client()));
      Loopback.eventually("both count", () -> loop.gateway.sessions().get("test") == 2);
      Loopback.hearClose(loop.client());
      assertThat(loop.event(Event.LimitReached.class).limit()).isEqualTo("connections");
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("timed_out");
      for (Socket each : stalled) {
        Loopback.hearClose(each);
      }
      Loopback.eventually("given back", () -> loop.gateway.sessions().get("test") == 0);
    }
  }

  /** In TLS 1.2; TLS 1.3 has none (RFC 8446, section 4.1.2). */
  @ParameterizedTest
  @EnumSource
  void aServerThatWantsToRenegotiateIsLeft(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop =
        pipe(service -> toServer(service, towardServers(ServerTls.Mode.IMPLICIT)))) {
      Socket client = loop.client();
      SSLSocket server = Peers.server(loop.server(), good);
      server.setEnabledProtocols(new String[] {"TLSv1.2"});
      Loopback.say(server, "* OK hello\r\n");
      Loopback.hear(client, "* OK hello\r\n");
      List<String> handshakes = new CopyOnWriteArrayList<>();
      server.addHandshakeCompletedListener(done -> handshakes.add(done.getCipherSuite()));
      server.startHandshake();
      assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(IOException.class);
      assertThat(handshakes).isEmpty();
      Event.TlsFailed failed = loop.event(Event.TlsFailed.class);
      assertThat(failed.side()).isEqualTo("server");
      assertThat(failed.fault()).isEqualTo("renegotiation");
      Loopback.hearClose(client);
      loop.awaitNoSession();
    }
  }
}
