package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.postern.audit.Event;
import io.postern.service.Address;
import io.postern.service.Router;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * How a session comes by its server: its router knows one when it begins, or when a login has been
 * read ({@link Router.ByLogin}). Confined to the loop.
 */
final class Routing implements ServerSearch.Outcome {
  private final Relay relay;
  private final Guest guest;
  private final Origin origin;
  private final Side server;
  private final Journal journal;

  /** While it lasts; what it needed isn't kept for the session's life. */
  private Optional<ServerSearch> search = Optional.empty();

  private boolean searched;
  private boolean over;
  private KnownServer found;

  Routing(Relay relay, Guest guest, Origin origin, Side server, Journal journal) {
    this.relay = relay;
    this.guest = guest;
    this.origin = origin;
    this.server = server;
    this.journal = journal;
  }

  /** Looks for a server, where the router knows one before the login. */
  void begin() {
    Optional<String> sni = TlsSecurity.serverName(guest.channel());
    Optional<InetSocketAddress> local = Optional.of(origin.connected());
    switch (Destination.of(guest.service(), sni, local, guest.hub().listening())) {
      case Destination.Among(List<Address> servers, boolean asClient) -> search(servers, asClient);
      case Destination.AtLogin _ -> {}
      case Destination.Nowhere(String why) -> nobody(why);
    }
  }

  /** Looks for the server of a login. */
  void route(String user) {
    // Behind this turn: connecting may answer at once, and the session isn't to be called now.
    guest.loop().executor().execute(() -> routed(user));
  }

  private void routed(String user) {
    if (!(guest.service().router() instanceof Router.ByLogin router)) {
      return;
    }
    Optional<Address> chosen = router.serverOf(user);
    if (chosen.isPresent() && relay.wantsServer()) {
      search(List.of(chosen.get()), false);
    } else {
      relay.turn(Carried::notRouted);
    }
  }

  private void search(List<Address> servers, boolean asClient) {
    if (searched) {
      throw new IllegalStateException("a session has one server");
    }
    searched = true;
    Hub hub = guest.hub();
    ServerSearch begun =
        ServerSearch.among(
            hub.servers()
                .order(guest.service().name(), guest.service().chainer().choice(), servers),
            hub,
            guest.service(),
            guest.loop().executor(),
            new Route(
                asClient ? Optional.of(origin.client().getAddress()) : Optional.empty(),
                ProxyPreface.of(guest.service().proxy().out(), origin)),
            this);
    // It may have ended in that call.
    search = found == null && !over ? Optional.of(begun) : Optional.empty();
  }

  /** Whether there is no server before the login; clients are read as if there were one. */
  boolean awaitsLogin() {
    return !searched && guest.service().router() instanceof Router.ByLogin;
  }

  /** Where the server is that was found. */
  Address address() {
    return found.address();
  }

  /** Nobody wants a server any more. */
  void cancel() {
    search.ifPresent(ServerSearch::cancel);
    search = Optional.empty();
  }

  /** The session is gone: gives back its place among the server's. */
  void left() {
    if (found != null) {
      found.left();
    }
  }

  @Override
  public void found(KnownServer known, SocketChannel channel, Security security, ByteBuf greeting) {
    found = known;
    search = Optional.empty();
    journal.connected(known.text());
    server.connected(channel, security);
    channel.pipeline().addLast("session", server);
    relay.octets(server, greeting);
    relay.turnEnds();
  }

  @Override
  public void nobody(String why) {
    over = true;
    search = Optional.empty();
    server.abort();
    journal.event(new Event.ServerUnreachable(why));
    relay.turn(Carried::serverUnreachable);
  }

  @Override
  public void secured(Address by, Security.Established tls) {
    journal.serverSecured(by, tls.facts());
  }

  @Override
  public void insecure(TlsFault fault) {
    relay.insecure(server, fault);
  }
}
