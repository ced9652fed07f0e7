package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.Event;
import io.postern.audit.TlsFacts;
import io.postern.service.ClientTls;
import io.postern.service.ServerTls;
import io.postern.service.Tls;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Octets, and their end, over TLS on the legs of a gateway between real sockets. */
class TlsRelayTest extends TlsLoop {
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
  void aLargeMessagePassesToASlowReaderWithinTheBound(TlsProvider provider) throws Exception {
    by(provider);
    int octets = 32 * 1024 * 1024;
    try (Loopback loop = pipe(TlsLoop::implicit)) {
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
      long bound = (long) Outgoing.WATER_MARKS.high() + 2L * ReadSizes.READ_OCTETS;
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
    try (Loopback loop = pipe(TlsLoop::implicit)) {
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
      long bound = (long) Outgoing.WATER_MARKS.high() + 2L * ReadSizes.READ_OCTETS;
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
    try (Loopback loop = pipe(TlsLoop::implicit, watching)) {
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
      try (Loopback loop = pipe(TlsLoop::implicit, ending)) {
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
}
