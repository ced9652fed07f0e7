package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.service.CertificateFile;
import io.postern.service.ServerTls;
import io.postern.tls.Pki;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that a gateway believes over TLS, and those that it doesn't. */
class TlsServersTest extends TlsLoop {
  @ParameterizedTest
  @EnumSource
  void aServerThatIsNotWhoItShouldBeHearsNothing(TlsProvider provider) throws Exception {
    by(provider);
    refused(pki.expired("expired" + provider, "IP:127.0.0.1"), "expired");
    refused(pki.signed("other" + provider, "DNS:other.example"), "other_name");
    refused(pki.selfSigned("self" + provider, "IP:127.0.0.1"), "unknown_authority");
    refused(pki.signedByOther("foreign" + provider, "IP:127.0.0.1"), "unknown_authority");
  }

  private static void refused(Pki.Pair pair, String fault) throws Exception {
    try (Loopback loop =
        pipe(service -> toServer(service, towardServers(ServerTls.Mode.IMPLICIT)))) {
      Socket client = loop.client();
      Loopback.say(client, "a1 LOGIN joe secret\r\n");
      SSLSocket server = Peers.server(loop.server(), pair);
      assertThat(refusal(server)).isNotEmpty();
      Event.TlsFailed failed = loop.event(Event.TlsFailed.class);
      assertThat(failed.fault()).isEqualTo(fault);
      assertThat(failed.side()).isEqualTo("server");
      Loopback.hearClose(client);
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPinnedKeyNeedsNoAuthorityAndAnotherIsRefused(TlsProvider provider) throws Exception {
    by(provider);
    Pki.Pair self = pki.selfSigned("pinned" + provider, "DNS:whatever");
    ServerTls pinned =
        new ServerTls(
            ServerTls.Mode.IMPLICIT,
            Optional.empty(),
            Optional.empty(),
            ServerTls.Verify.PINNED,
            List.of(ServerTrust.pin(CertificateFile.read(self.chain()).getFirst())));
    try (Loopback loop = pipe(service -> toServer(service, pinned))) {
      Socket client = loop.client();
      SSLSocket server = Peers.server(loop.server(), self);
      Loopback.say(server, "* OK\r\n");
      Loopback.hear(client, "* OK\r\n");
      loop.client();
      SSLSocket other = Peers.server(loop.server(), good);
      assertThat(refusal(other)).isNotEmpty();
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("not_pinned");
    }
  }

  @ParameterizedTest
  @EnumSource
  void verificationThatIsOffTakesAnybody(TlsProvider provider) throws Exception {
    by(provider);
    ServerTls off =
        new ServerTls(
            ServerTls.Mode.IMPLICIT,
            Optional.empty(),
            Optional.empty(),
            ServerTls.Verify.OFF,
            List.of());
    try (Loopback loop = pipe(service -> toServer(service, off))) {
      Socket client = loop.client();
      SSLSocket server =
          Peers.server(loop.server(), pki.selfSigned("any" + provider, "DNS:whatever"));
      Loopback.say(server, "* OK\r\n");
      Loopback.hear(client, "* OK\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerInClearWhereTlsShouldBeIsTold(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop =
        pipe(service -> toServer(service, towardServers(ServerTls.Mode.IMPLICIT)))) {
      loop.client();
      Socket server = loop.server();
      Loopback.say(server, "* OK this is no TLS, but a greeting\r\n");
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("not_tls");
    }
  }
}
