package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.audit.LiveSession;
import io.postern.service.ClientTls;
import io.postern.service.ServerTls;
import io.postern.service.Tls;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The session asks for TLS, on both legs, in the middle of a talk. */
class TlsUpgradeTest extends TlsLoop {
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
}
