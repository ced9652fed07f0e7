package io.postern.net;

import io.netty.util.NetUtil;
import io.postern.audit.Event;
import io.postern.audit.LiveSession;
import io.postern.audit.SessionInfo;
import io.postern.audit.TlsFacts;
import io.postern.imap.ConnectionState;
import io.postern.service.Address;
import io.postern.session.Session;
import java.net.InetAddress;

/**
 * What is known of a session, and told: who it is, how much came, why it ended. Confined to the
 * loop, but for the methods that say otherwise.
 */
final class Journal {
  private final SafeSink sink;
  private final long began;

  private volatile SessionInfo info;
  private volatile boolean finished;

  /** A session that ends without a word has failed. */
  private Event.Cause cause = Event.Cause.INTERNAL_ERROR;

  private TlsFacts clientTls = TlsFacts.NONE;
  private TlsFacts serverTls = TlsFacts.NONE;
  private long octetsFromClient;
  private long octetsFromServer;
  private long activeAt;

  Journal(SessionInfo info, SafeSink sink, long now) {
    this.info = info;
    this.sink = sink;
    began = now;
    activeAt = now;
  }

  /** Any thread. */
  SessionInfo info() {
    return info;
  }

  /** Whether the session has had its end, and only its connections are still there; any thread. */
  boolean finished() {
    return finished;
  }

  /** Why it ended, once it has. */
  Event.Cause cause() {
    return cause;
  }

  /** Octets came, of whomever. */
  void active(long now) {
    activeAt = now;
  }

  void clientSaid(int octets) {
    octetsFromClient += octets;
  }

  void serverSaid(int octets) {
    octetsFromServer += octets;
  }

  /** It has that server, as {@code HOST:PORT}. */
  void connected(String server) {
    info = info.withServer(server);
  }

  /** TLS stands with the client. */
  void clientSecured(TlsFacts tls) {
    clientTls = tls;
    event(new Event.TlsEstablished("client", tls));
  }

  /** TLS stands with the session's server. */
  void serverSecured(TlsFacts tls) {
    serverTls = tls;
    event(new Event.TlsEstablished("server", tls));
  }

  /** TLS stands with a server that is tried. */
  void serverSecured(Address by, TlsFacts tls) {
    serverTls = tls;
    sink.event(info.withServer(by.toString()), new Event.TlsEstablished("server", tls));
  }

  /** Something happened; what that changes is changed first, so that it is told with it. */
  void event(Event event) {
    if (event instanceof Event.LoggedIn login) {
      info = info.withUser(login.user());
    }
    if (event instanceof Event.SessionFinished end) {
      finished = true;
      cause = end.cause();
    }
    if (event instanceof Event.OriginBelieved told) {
      info =
          info.withClient(
              NetUtil.toAddressString(InetAddress.ofLiteral(told.clientIp())), told.clientPort());
    }
    sink.event(info, event);
  }

  /** Tells the end of a session that can't tell it any more. */
  void finishedByFault(long now) {
    if (!finished) {
      event(
          new Event.SessionFinished(
              Event.Cause.INTERNAL_ERROR,
              ConnectionState.QUIT,
              0,
              0,
              0,
              0,
              0,
              0,
              octetsFromClient,
              octetsFromServer,
              (now - began) / 1000.0));
    }
  }

  /** How the session is, which is about that. */
  LiveSession look(Session.Activity activity, long now) {
    return new LiveSession(
        info,
        activity.state(),
        (now - began) / 1000.0,
        (now - activeAt) / 1000.0,
        octetsFromClient,
        octetsFromServer,
        activity.pending(),
        activity.command(),
        clientTls,
        serverTls);
  }
}
