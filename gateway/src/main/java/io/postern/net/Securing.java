package io.postern.net;

import io.netty.channel.socket.SocketChannel;
import io.postern.audit.Event;
import io.postern.audit.SessionInfo;
import io.postern.service.ClientTls;
import io.postern.service.Service;
import java.util.Optional;

/**
 * What stands between a client that was let in and its session: TLS from the first octet, or
 * nothing.
 */
final class Securing {
  private Securing() {}

  /**
   * Begins a session when its TLS stands. The client holds one of the service's connections
   * meanwhile, so handshakes are bounded as sessions are.
   */
  static void begin(Guest guest) {
    Service service = guest.service();
    if (service.tls().client().mode() != ClientTls.Mode.IMPLICIT) {
      Relay.begin(guest, Security.CLEAR_TEXT, Optional.empty());
      return;
    }
    Hub hub = guest.hub();
    SocketChannel client = guest.channel();
    // Made first: a failed handshake's line has the id that its session would have had.
    SessionInfo info =
        SessionBirth.info(service, Origin.of(client, client.remoteAddress()), hub.ids());
    Security security;
    try {
      security = hub.tls().of(service).towardClient();
    } catch (IllegalStateException gone) {
      // A reload has taken TLS from the service since it was chosen.
      guest.pass().giveBack();
      var _ = client.close();
      return;
    }
    security.begin(
        client,
        new Security.Outcome() {
          @Override
          public void secured(Optional<Security.Established> established) {
            Relay.begin(guest, security, established);
          }

          @Override
          public void failed(TlsFault fault) {
            guest.pass().giveBack();
            hub.sink().event(info, new Event.TlsFailed("client", fault.slug(), fault.text()));
          }
        });
  }
}
