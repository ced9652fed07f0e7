package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.service.CertificateFile;
import io.postern.service.CertificateFiles;
import io.postern.service.ClientTls;
import io.postern.service.ServerTls;
import io.postern.service.Tls;
import io.postern.tls.Pki;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which certificate a client is shown, and which one it has to show. */
class TlsCertificatesTest extends TlsLoop {
  @ParameterizedTest
  @EnumSource
  void theCertificateIsChosenByName(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(TlsLoop::implicit)) {
      assertThat(shown(loop, "mail.example")).contains("good");
      assertThat(shown(loop, "SECOND.example")).contains("second");
      assertThat(shown(loop, "a.wild.example")).contains("second");
      assertThat(shown(loop, "a.b.wild.example")).contains("good");
      assertThat(shown(loop, "another.example")).contains("good");
      assertThat(shown(loop, "")).contains("good");
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientCertificatesAreDemandedAndTheirSubjectIsTold(TlsProvider provider) throws Exception {
    by(provider);
    List<String> subjects = new CopyOnWriteArrayList<>();
    Hub.Sessions telling =
        (settings, effects, now) ->
            new Pipe(effects) {
              @Override
              public void clientShowed(String subject, long at) {
                subjects.add(subject);
              }
            };
    try (Loopback loop =
        pipe(
            service ->
                service.withTls(
                    new Tls(
                        towardClients(ClientTls.Mode.IMPLICIT, ClientTls.Demand.REQUIRED),
                        ServerTls.NONE)),
            telling)) {
      SSLSocket named = Peers.client(loop.client(), pki.authority(), "mail.example", client);
      named.startHandshake();
      Socket server = loop.server();
      Loopback.say(server, "* OK\r\n");
      Loopback.hear(named, "* OK\r\n");
      assertThat(subjects).containsExactly("CN=client,O=Example");
      SSLSocket nameless = tls(loop);
      assertThat(refusal(nameless)).isNotEmpty();
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("no_certificate");
      Pki.Pair stranger = pki.signedByOther("stranger" + provider, "DNS:stranger");
      // Not the JDK's client: that shows no certificate of an authority that it isn't asked for.
      var _ =
          Peers.openssl(
              "s_client -connect "
                  + address(loop)
                  + " -cert "
                  + stranger.chain()
                  + " -key "
                  + stranger.key());
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("unknown_authority");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOptionalCertificateMayBeMissing(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop =
        pipe(
            service ->
                service.withTls(
                    new Tls(
                        towardClients(ClientTls.Mode.IMPLICIT, ClientTls.Demand.OPTIONAL),
                        ServerTls.NONE)))) {
      SSLSocket nameless = tls(loop);
      nameless.startHandshake();
      Loopback.say(loop.server(), "* OK\r\n");
      Loopback.hear(nameless, "* OK\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void changedFilesAreShownToNewClientsAndAMismatchIsRefused(TlsProvider provider)
      throws Exception {
    by(provider);
    Path live = Files.createTempDirectory(folder, "live");
    Pki.Pair renewed = pki.signed("renewed" + provider, "DNS:mail.example");
    Path chain = live.resolve("chain.pem");
    Path key = live.resolve("key.pem");
    Files.createSymbolicLink(chain, good.chain());
    Files.createSymbolicLink(key, good.key());
    ClientTls tls =
        new ClientTls(
            ClientTls.Mode.IMPLICIT,
            List.of(new CertificateFiles(chain, key, Optional.empty(), List.of())),
            ClientTls.Demand.NONE,
            Optional.empty());
    try (Loopback loop = pipe(service -> service.withTls(new Tls(tls, ServerTls.NONE)))) {
      SSLSocket before = tls(loop);
      before.startHandshake();
      Socket server = loop.server();
      assertThat(shown(loop, "")).contains("good");
      swap(chain, renewed.chain());
      loop.gateway.certificateWatch().look();
      loop.gateway.certificateWatch().look();
      Event.CertificatesRead refused = loop.event(Event.CertificatesRead.class);
      assertThat(refused.ok()).isFalse();
      assertThat(refused.reason()).contains("the key isn't that of the certificate");
      assertThat(shown(loop, "")).contains("good");
      swap(key, renewed.key());
      loop.gateway.certificateWatch().look();
      loop.gateway.certificateWatch().look();
      assertThat(loop.event(Event.CertificatesRead.class).ok()).isTrue();
      assertThat(shown(loop, "")).contains("renewed");
      loop.gateway.certificateWatch().look();
      Loopback.say(server, "* still here\r\n");
      Loopback.hear(before, "* still here\r\n");
      assertThat(loop.gateway.certificates())
          .singleElement()
          .satisfies(
              info -> {
                assertThat(info.name()).isEqualTo("test-1");
                assertThat(info.notAfter())
                    .isEqualTo(
                        CertificateFile.read(renewed.chain()).getFirst().getNotAfter().toInstant());
              });
    }
  }

  private static void swap(Path link, Path target) throws IOException {
    Path fresh = link.resolveSibling("fresh");
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
