package io.postern.net;

import io.netty.channel.ChannelHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.postern.service.Address;
import io.postern.service.ClientTls;
import io.postern.service.KeyMaterial;
import io.postern.service.ServerTls;
import io.postern.service.Tls;
import io.postern.service.TlsFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** TLS on both legs of one service. Any thread. */
final class TlsLegs {
  private final TlsProvider provider;
  private final Tls tls;
  private final AtomicReference<ClientContexts> clients = new AtomicReference<>();
  private final Optional<SslContext> servers;

  private TlsLegs(TlsProvider provider, Tls tls, Optional<SslContext> servers) {
    this.provider = provider;
    this.tls = tls;
    this.servers = servers;
  }

  /** Reads all files of a service that has TLS. */
  static TlsLegs read(TlsProvider provider, Tls tls, Instant now)
      throws TlsFileException, SSLException {
    Optional<SslContext> servers =
        tls.server().mode() == ServerTls.Mode.NONE
            ? Optional.empty()
            : Optional.of(TlsContext.towardServers(provider, tls.server()));
    TlsLegs legs = new TlsLegs(provider, tls, servers);
    if (tls.client().mode() != ClientTls.Mode.NONE) {
      legs.clients.set(ClientContexts.read(provider, tls.client(), now));
    }
    return legs;
  }

  Tls tls() {
    return tls;
  }

  /** TLS on a client's connection, with the certificates of the moment. */
  Security towardClient() {
    return new TlsSecurity(
        channel ->
            new ClientHelloDoor(
                hello -> {
                  TlsSecurity.serverName(channel, hello.serverName());
                  return handler(
                      () -> clients.get().named(hello.serverName()).newHandler(channel.alloc()));
                }),
        tls.client().demand() != ClientTls.Demand.NONE);
  }

  /** TLS on a connection to that server, verified in one way whether it begins at once or later. */
  Security towardServer(Address server) {
    String host = tls.server().name().orElse(server.host());
    return new TlsSecurity(channel -> client(channel, host, server.port()), false);
  }

  private ChannelHandler client(SocketChannel channel, String host, int port) {
    SslContext context = servers.orElseThrow();
    return handler(() -> context.newHandler(channel.alloc(), host, port));
  }

  private static SslHandler handler(Supplier<SslHandler> made) {
    SslHandler handler;
    try {
      handler = made.get();
    } catch (IllegalReferenceCountException swapped) {
      // New certificates came between our look at them and their use.
      handler = made.get();
    }
    // Ours counts from the beginning, and the client's first message is part of it.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  /** The certificates that are shown to clients now. */
  List<KeyMaterial> materials() {
    return Optional.ofNullable(clients.get()).map(ClientContexts::materials).orElse(List.of());
  }

  /** Reads the certificates anew; they stay as they are if anything is wrong. */
  void reread(Instant now) throws TlsFileException, SSLException {
    ClientContexts next = ClientContexts.read(provider, tls.client(), now);
    ClientContexts last = clients.getAndSet(next);
    if (last != null) {
      last.release();
    }
  }

  /** New keys for session tickets. */
  void rotate() {
    Optional.ofNullable(clients.get()).ifPresent(ClientContexts::rotate);
  }

  void release() {
    Optional.ofNullable(clients.get()).ifPresent(ClientContexts::release);
    servers.ifPresent(ReferenceCountUtil::release);
  }
}
