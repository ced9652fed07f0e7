package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.service.CertificateFiles;
import io.postern.service.ClientTls;
import io.postern.service.ServerTls;
import io.postern.service.Service;
import io.postern.service.Tls;
import io.postern.tls.Pki;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Test support: gateways with TLS on their legs, by BoringSSL and by the JDK. */
abstract class TlsLoop {
  @TempDir static Path folder;
  static Pki pki;
  static Pki.Pair good;
  static Pki.Pair second;
  static Pki.Pair client;

  @BeforeAll
  static void certificates() {
    pki = Pki.in(folder);
    good = pki.signed("good", "DNS:localhost,DNS:mail.example,IP:127.0.0.1");
    second = pki.signed("second", "DNS:second.example,DNS:*.wild.example");
    client = pki.signed("client", "DNS:client");
  }

  @AfterEach
  void bestAgain() {
    System.clearProperty(TlsProvider.PROPERTY);
  }

  static void by(TlsProvider provider) {
    if (provider == TlsProvider.JDK) {
      System.setProperty(TlsProvider.PROPERTY, "jdk");
    } else {
      assertThat(TlsProvider.best()).isEqualTo(TlsProvider.BORINGSSL);
    }
  }

  static CertificateFiles files(Pki.Pair pair) {
    return new CertificateFiles(pair.chain(), pair.key(), Optional.empty(), List.of());
  }

  static ClientTls towardClients(ClientTls.Mode mode, ClientTls.Demand demand) {
    return new ClientTls(
        mode,
        List.of(files(good), files(second)),
        demand,
        demand == ClientTls.Demand.NONE ? Optional.empty() : Optional.of(pki.authority()));
  }

  static ServerTls towardServers(ServerTls.Mode mode) {
    return new ServerTls(
        mode, Optional.of(pki.authority()), Optional.empty(), ServerTls.Verify.FULL, List.of());
  }

  static Service implicit(Service service) {
    return service.withTls(
        new Tls(towardClients(ClientTls.Mode.IMPLICIT, ClientTls.Demand.NONE), ServerTls.NONE));
  }

  static Service toServer(Service service, ServerTls tls) {
    return service.withTls(new Tls(ClientTls.NONE, tls));
  }

  static Loopback pipe(java.util.function.UnaryOperator<Service> changes, Hub.Sessions sessions)
      throws Exception {
    return Loopback.with(Transport.best(), settings -> settings, changes, sessions);
  }

  static Loopback pipe(java.util.function.UnaryOperator<Service> changes) throws Exception {
    return pipe(changes, (settings, effects, now) -> new Pipe(effects));
  }

  static String address(Loopback loop) {
    return "127.0.0.1:" + loop.gateway.listening().getFirst().address().port();
  }

  SSLSocket tls(Loopback loop) throws Exception {
    return Peers.client(loop.client(), pki.authority(), "mail.example");
  }

  static String shown(Loopback loop, String name) throws Exception {
    try (SSLSocket socket = Peers.anyServer(loop.client(), name)) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  /** The handshake, and as TLS 1.3 tells a client its refusal later, a read. */
  static String refusal(SSLSocket socket) throws IOException {
    try {
      socket.startHandshake();
      int octet = socket.getInputStream().read();
      throw new AssertionError("it was let in, and read " + octet);
    } catch (SSLException refused) {
      return refused.getMessage();
    } catch (java.net.SocketException reset) {
      return "reset";
    }
  }
}
