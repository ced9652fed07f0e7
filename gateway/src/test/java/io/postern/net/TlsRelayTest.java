package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.audit.Event;
import io.postern.audit.LiveSession;
import io.postern.audit.TlsFacts;
import io.postern.service.CertificateFile;
import io.postern.service.CertificateFiles;
import io.postern.service.ClientTls;
import io.postern.service.ServerTls;
import io.postern.service.Service;
import io.postern.service.Tls;
import io.postern.tls.Pki;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS on both legs of a gateway between real sockets, by BoringSSL and by the JDK. */
class TlsRelayTest {
  @TempDir static Path folder;
  private static Pki pki;
  private static Pki.Pair good;
  private static Pki.Pair second;
  private static Pki.Pair client;

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

  private static void by(TlsProvider provider) {
    if (provider == TlsProvider.JDK) {
      System.setProperty(TlsProvider.PROPERTY, "jdk");
    } else {
      assertThat(TlsProvider.best()).isEqualTo(TlsProvider.BORINGSSL);
    }
  }

  private static CertificateFiles files(Pki.Pair pair) {
    return new CertificateFiles(pair.chain(), pair.key(), Optional.empty(), List.of());
  }

  private static ClientTls towardClients(ClientTls.Mode mode, ClientTls.Demand demand) {
    return new ClientTls(
        mode,
        List.of(files(good), files(second)),
        demand,
        demand == ClientTls.Demand.NONE ? Optional.empty() : Optional.of(pki.authority()));
  }

  private static ServerTls towardServers(ServerTls.Mode mode) {
    return new ServerTls(
        mode, Optional.of(pki.authority()), Optional.empty(), ServerTls.Verify.FULL, List.of());
  }

  private static Service implicit(Service service) {
    return service.withTls(
        new Tls(towardClients(ClientTls.Mode.IMPLICIT, ClientTls.Demand.NONE), ServerTls.NONE));
  }

  private static Service toServer(Service service, ServerTls tls) {
    return service.withTls(new Tls(ClientTls.NONE, tls));
  }

  private static Loopback pipe(
      java.util.function.UnaryOperator<Service> changes, Hub.Sessions sessions) throws Exception {
    return Loopback.with(Transport.best(), settings -> settings, changes, sessions);
  }

  private static Loopback pipe(java.util.function.UnaryOperator<Service> changes) throws Exception {
    return pipe(changes, (settings, effects, now) -> new Pipe(effects));
  }

  private static String address(Loopback loop) {
    return "127.0.0.1:" + loop.gateway.listening().getFirst().address().port();
  }

  private SSLSocket tls(Loopback loop) throws Exception {
    return Peers.client(loop.client(), pki.authority(), "mail.example");
  }

  @ParameterizedTest
  @EnumSource
  void octetsPassOverTlsOnBothLegs(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop =
        pipe(
            service ->
                service.withTls(
                    new Tls(
                        towardClients(ClientTls.Mode.IMPLICIT, ClientTls.Demand.NONE),
                        towardServers(ServerTls.Mode.IMPLICIT))))) {
      SSLSocket client = tls(loop);
      client.startHandshake();
      SSLSocket server = Peers.server(loop.server(), good);
      Loopback.say(server, "* OK hello\r\n");
      Loopback.hear(client, "* OK hello\r\n");
      Loopback.say(client, "a1 NOOP\r\n");
      Loopback.hear(server, "a1 NOOP\r\n");
      assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(server.getApplicationProtocol()).isEqualTo("imap");
      client.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasAgreedOnIsToldOfBothLegs(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop =
        pipe(
            service ->
                service.withTls(
                    new Tls(
                        towardClients(ClientTls.Mode.IMPLICIT, ClientTls.Demand.NONE),
                        towardServers(ServerTls.Mode.IMPLICIT))))) {
      SSLSocket client = tls(loop);
      client.setEnabledProtocols(new String[] {"TLSv1.2"});
      client.startHandshake();
      Event.TlsEstablished first = loop.event(Event.TlsEstablished.class);
      assertThat(first.side()).isEqualTo("client");
      assertThat(first.tls())
          .isEqualTo(new TlsFacts("TLSv1.2", client.getSession().getCipherSuite(), "mail.example"));
      SSLSocket server = Peers.server(loop.server(), good);
      server.startHandshake();
      Loopback.Told second = loop.events.poll(Loopback.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      TlsFacts towardServer = new TlsFacts("TLSv1.3", server.getSession().getCipherSuite(), "");
      assertThat(second.event()).isEqualTo(new Event.TlsEstablished("server", towardServer));
      assertThat(second.session().server()).isEqualTo("127.0.0.1:" + loop.listener.getLocalPort());
      assertThat(loop.gateway.look(_ -> true, Duration.ofSeconds(10)).sessions())
          .singleElement()
          .satisfies(
              session -> {
                assertThat(session.clientTls()).isEqualTo(first.tls());
                assertThat(session.serverTls()).isEqualTo(towardServer);
              });
      client.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLargeMessagePassesToASlowReaderWithinTheBound(TlsProvider provider) throws Exception {
    by(provider);
    int octets = 32 * 1024 * 1024;
    try (Loopback loop = pipe(TlsRelayTest::implicit)) {
      SSLSocket client = Peers.client(loop.client(16 * 1024), pki.authority(), "mail.example");
      client.startHandshake();
      Socket server = loop.server();
      Thread sending =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      server.getOutputStream().write(new byte[octets]);
                    } catch (IOException gone) {
                      throw new AssertionError(gone);
                    }
                  });
      // What was encrypted counts until its last record has left.
      long bound = (long) Side.WATER_MARKS.high() + 2L * ReadSizes.READ_OCTETS;
      long most = 0;
      Loopback.eventually("it waits", () -> loop.gateway.statistics().outgoingOctets() > 0);
      byte[] part = new byte[64 * 1024];
      int read = 0;
      while (read < octets) {
        most = Math.max(most, loop.gateway.statistics().outgoingOctets());
        int now = client.getInputStream().read(part);
        assertThat(now).isPositive();
        read += now;
      }
      assertThat(most).isLessThanOrEqualTo(bound);
      sending.join();
      client.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatSendsMuchToASlowServerIsStopped(TlsProvider provider) throws Exception {
    by(provider);
    int octets = 32 * 1024 * 1024;
    try (Loopback loop = pipe(TlsRelayTest::implicit)) {
      loop.listener.setReceiveBufferSize(16 * 1024);
      SSLSocket client = tls(loop);
      client.startHandshake();
      Socket server = loop.server();
      Thread sending =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.getOutputStream().write(new byte[octets]);
                    } catch (IOException gone) {
                      throw new AssertionError(gone);
                    }
                  });
      long bound = (long) Side.WATER_MARKS.high() + 2L * ReadSizes.READ_OCTETS;
      long most = 0;
      byte[] part = new byte[64 * 1024];
      int read = 0;
      while (read < octets) {
        most = Math.max(most, loop.gateway.statistics().outgoingOctets());
        int now = server.getInputStream().read(part);
        assertThat(now).isPositive();
        read += now;
      }
      assertThat(most).isLessThanOrEqualTo(bound);
      sending.join();
      client.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCertificateIsChosenByName(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(TlsRelayTest::implicit)) {
      assertThat(shown(loop, "mail.example")).contains("good");
      assertThat(shown(loop, "SECOND.example")).contains("second");
      assertThat(shown(loop, "a.wild.example")).contains("second");
      assertThat(shown(loop, "a.b.wild.example")).contains("good");
      assertThat(shown(loop, "another.example")).contains("good");
      assertThat(shown(loop, "")).contains("good");
    }
  }

  private static String shown(Loopback loop, String name) throws Exception {
    try (SSLSocket socket = Peers.anyServer(loop.client(), name)) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatOffersOtherProtocolsOnlyIsRefused(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop = pipe(TlsRelayTest::implicit)) {
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
    try (Loopback loop = pipe(TlsRelayTest::implicit)) {
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
    try (Loopback loop = pipe(TlsRelayTest::implicit)) {
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
    try (Loopback loop = pipe(TlsRelayTest::implicit)) {
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
    try (Loopback loop = pipe(TlsRelayTest::implicit)) {
      String at = address(loop);
      String said = Peers.openssl("s_client -connect " + at + " -tls1_2", "R\n");
      assertThat(said)
          .contains("RENEGOTIATING")
          .containsAnyOf("no renegotiation", "alert", "error");
      assertThat(said).doesNotContain("verify return:1\nverify return:1\nverify return:1");
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
    try (Loopback loop = pipe(TlsRelayTest::implicit)) {
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

  /** The handshake, and as TLS 1.3 tells a client its refusal later, a read. */
  private static String refusal(SSLSocket socket) throws IOException {
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

  /** The session asks for TLS, on both legs, in the middle of a talk. */
  @ParameterizedTest
  @EnumSource
  void tlsBeginsBehindWhatWasWritten(TlsProvider provider) throws Exception {
    by(provider);
    List<String> told = new CopyOnWriteArrayList<>();
    try (Loopback loop =
        pipe(
            service ->
                service.withTls(
                    new Tls(
                        towardClients(ClientTls.Mode.STARTTLS_REQUIRED, ClientTls.Demand.NONE),
                        towardServers(ServerTls.Mode.STARTTLS_REQUIRED))),
            (settings, effects, now) -> new Upgrading(effects, told))) {
      Socket client = loop.client();
      Socket server = loop.server();
      Loopback.say(client, "S");
      Loopback.hear(client, "a OK begin\r\n");
      SSLSocket secured = Peers.client(client, pki.authority(), "mail.example");
      secured.startHandshake();
      Loopback.say(server, "S");
      Loopback.hear(server, "b STARTTLS\r\n");
      SSLSocket securedServer = Peers.server(server, good);
      securedServer.startHandshake();
      Loopback.eventually("both stand", () -> told.size() == 2);
      assertThat(told).containsExactly("client", "server");
      Event.TlsEstablished first = loop.event(Event.TlsEstablished.class);
      assertThat(first.side()).isEqualTo("client");
      assertThat(first.tls().serverName()).isEqualTo("mail.example");
      Event.TlsEstablished second = loop.event(Event.TlsEstablished.class);
      assertThat(second.side()).isEqualTo("server");
      LiveSession session =
          loop.gateway.look(_ -> true, Duration.ofSeconds(10)).sessions().getFirst();
      assertThat(session.clientTls()).isEqualTo(first.tls());
      assertThat(session.serverTls()).isEqualTo(second.tls());
      Loopback.say(secured, "x1 NOOP\r\n");
      Loopback.hear(securedServer, "x1 NOOP\r\n");
      Loopback.say(securedServer, "x1 OK\r\n");
      Loopback.hear(secured, "x1 OK\r\n");
      secured.close();
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailedUpgradeIsTheEndOfItsConnection(TlsProvider provider) throws Exception {
    by(provider);
    List<String> told = new CopyOnWriteArrayList<>();
    try (Loopback loop =
        pipe(
            service ->
                service.withTls(
                    new Tls(
                        towardClients(ClientTls.Mode.STARTTLS_REQUIRED, ClientTls.Demand.NONE),
                        towardServers(ServerTls.Mode.STARTTLS_REQUIRED))),
            (settings, effects, now) -> new Upgrading(effects, told))) {
      Socket client = loop.client();
      Socket server = loop.server();
      Loopback.say(server, "S");
      Loopback.hear(server, "b STARTTLS\r\n");
      SSLSocket wrong = Peers.server(server, pki.signed("wrong" + provider, "DNS:wrong.example"));
      assertThat(refusal(wrong)).isNotEmpty();
      assertThat(loop.event(Event.TlsFailed.class).fault()).isEqualTo("other_name");
      Loopback.hearClose(client);
      loop.awaitNoSession();
      assertThat(told).isEmpty();
    }
  }

  /** The BYE of a drain is never in clear behind the OK. */
  @ParameterizedTest
  @EnumSource
  void aDrainLetsAHandshakeBehindStartTlsFinish(TlsProvider provider) throws Exception {
    by(provider);
    try (Loopback loop =
        Loopback.real(
            Transport.best(),
            service ->
                service.withTls(
                    new Tls(
                        towardClients(ClientTls.Mode.STARTTLS_REQUIRED, ClientTls.Demand.NONE),
                        ServerTls.NONE)))) {
      Socket client = loop.client();
      Socket server = loop.server();
      Loopback.say(server, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
      assertThat(Loopback.line(client)).startsWith("* OK ");
      Loopback.say(client, "a1 STARTTLS\r\n");
      assertThat(Loopback.line(client)).startsWith("a1 OK ");
      FutureTask<Drained> drain =
          new FutureTask<>(() -> loop.gateway.drain(Duration.ofMillis(Loopback.PATIENCE_MILLIS)));
      Thread.ofVirtual().start(drain);
      Loopback.eventually("draining", () -> !loop.gateway.accepting());
      SSLSocket secured = Peers.client(client, pki.authority(), "mail.example");
      secured.startHandshake();
      Loopback.hear(secured, "* BYE [UNAVAILABLE] Service is going down\r\n");
      assertThat(secured.getInputStream().read()).isNegative();
      secured.close();
      server.close();
      assertThat(drain.get()).isEqualTo(new Drained(1, 0));
      assertThat(loop.event(Event.SessionFinished.class).cause()).isEqualTo(Event.Cause.DRAIN);
    }
  }

  /** On an S from a side it begins TLS there. */
  private static final class Upgrading extends Pipe {
    private final List<String> told;
    private boolean clientDone;
    private boolean serverDone;

    Upgrading(io.postern.session.Effects effects, List<String> told) {
      super(effects);
      this.told = told;
    }

    @Override
    public void clientOctets(byte[] octets, int offset, int length, long now) {
      if (clientDone) {
        super.clientOctets(octets, offset, length, now);
      } else {
        clientDone = true;
        byte[] ok = "a OK begin\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        effects.toClient(ok, 0, ok.length);
        effects.secureClient();
      }
    }

    @Override
    public void serverOctets(byte[] octets, int offset, int length, long now) {
      if (serverDone) {
        super.serverOctets(octets, offset, length, now);
      } else {
        serverDone = true;
        byte[] ask = "b STARTTLS\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        effects.toServer(ask, 0, ask.length);
        effects.secureServer();
      }
    }

    @Override
    public void clientSecured(long now) {
      told.add("client");
    }

    @Override
    public void serverSecured(long now) {
      told.add("server");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndIsSaidInsideTlsAndACutIsSeenAsOne(TlsProvider provider) throws Exception {
    by(provider);
    List<Boolean> abrupt = new CopyOnWriteArrayList<>();
    Hub.Sessions watching =
        (settings, effects, now) ->
            new Pipe(effects) {
              @Override
              public void clientClosed(boolean cut, long at) {
                abrupt.add(cut);
                super.clientClosed(cut, at);
              }
            };
    try (Loopback loop = pipe(TlsRelayTest::implicit, watching)) {
      SSLSocket orderly = tls(loop);
      orderly.startHandshake();
      loop.server();
      orderly.close();
      Loopback.eventually("told", () -> abrupt.size() == 1);
      Socket raw = loop.client();
      SSLSocket cut = Peers.client(raw, pki.authority(), "mail.example");
      cut.startHandshake();
      loop.server();
      raw.shutdownOutput();
      Loopback.eventually("told", () -> abrupt.size() == 2);
      assertThat(abrupt).containsExactly(false, true);
      loop.awaitNoSession();
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyACleanEndIsSaidToTheClient(TlsProvider provider) throws Exception {
    by(provider);
    for (boolean clean : List.of(true, false)) {
      Hub.Sessions ending =
          (settings, effects, now) ->
              new Pipe(effects) {
                @Override
                public void serverClosed(boolean cut, long at) {
                  effects.closeClient(clean);
                  effects.closeServer(true);
                }
              };
      try (Loopback loop = pipe(TlsRelayTest::implicit, ending)) {
        Thread server =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try (Socket socket = loop.server()) {
                        Loopback.say(socket, "* OK\r\n");
                      } catch (IOException gone) {
                        throw new AssertionError(gone);
                      }
                    });
        // The JDK's client doesn't tell a cut stream from an ended one.
        String said = Peers.openssl("s_client -ign_eof -connect " + address(loop));
        server.join();
        assertThat(said).contains("* OK");
        assertThat(said.contains("unexpected eof")).as(said).isEqualTo(!clean);
        loop.awaitNoSession();
      }
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
}
