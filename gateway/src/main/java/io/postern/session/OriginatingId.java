package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.Ascii;
import io.postern.imap.Command;
import io.postern.imap.Octets;
import io.postern.policy.SessionFacts;
import io.postern.wire.CommandEncoder;
import io.postern.wire.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose session it is, in the ID command's fields that Dovecot's proxies use. Tells the server in
 * an exchange of the gateway's own, which the client never sees; takes the word of a client that is
 * a trusted proxy; removes such fields from what others send. No table has a say in it: who may
 * write these fields may be anybody in the server's eyes.
 */
final class OriginatingId {
  /** What a server may believe of a proxy; all else in an ID is the client's business. */
  private static final List<String> PREFIXES =
      List.of("X-ORIGINATING", "X-CONNECTED", "X-PROXY", "X-SESSION", "X-FORWARD");

  private static final String TTL = "X-PROXY-TTL";
  private static final String CLIENT_IP = "X-ORIGINATING-IP";
  private static final int PORT_MAX = 65_535;

  /** Fields whose value is an address, each with the port that belongs to it. */
  private static final Map<String, String> ADDRESSES =
      Map.of(CLIENT_IP, "X-ORIGINATING-PORT", "X-CONNECTED-IP", "X-CONNECTED-PORT");

  private static final String UNFIT =
      "address fields of a trusted proxy that hold no address were removed";

  private static final String FORGED = "address fields of a client that isn't trusted were removed";
  private static final String LIMIT = "hops";

  private enum Exchange {
    NOT_YET,
    IN_PROGRESS,
    OVER
  }

  private final Conversation talk;
  private final CommandLog log;
  private final boolean tells;
  private final boolean believes;
  private final int hopsMax;

  private Exchange exchange = Exchange.NOT_YET;
  private String ownTag = "";
  private String clientIp;
  private int clientPort;
  private String connectedIp;
  private int connectedPort;

  /** Gateways that the session may still come through, this one included. */
  private int hopsLeft;

  OriginatingId(Conversation talk, Surroundings.Origin origin) {
    this.talk = talk;
    this.log = new CommandLog(talk);
    this.tells = origin.toServer();
    this.believes = origin.believesClient();
    this.hopsMax = origin.hopsMax();
    this.clientIp = origin.clientIp();
    this.clientPort = origin.clientPort();
    this.connectedIp = origin.connectedIp();
    this.connectedPort = origin.connectedPort();
    this.hopsLeft = origin.hopsMax();
  }

  // --- the exchange with the server -------------------------------------------------------------

  /**
   * The server's greeting has been passed on, and TLS stands where it is asked for. A client that
   * is a proxy may still say whose session it is: then its first command is waited for.
   */
  void greeted() {
    if (!believes) {
      begin();
    }
  }

  /** Whether a command that is on its way to the server must wait until {@link #over}. */
  boolean goesBefore(Command sent) {
    if (exchange == Exchange.NOT_YET) {
      if (believed() && sent instanceof Command.Id id && holdsAddress(id, CLIENT_IP)) {
        // It says by itself what we would.
        exchange = Exchange.OVER;
      } else {
        begin();
      }
    }
    return exchange == Exchange.IN_PROGRESS;
  }

  boolean over() {
    return exchange == Exchange.OVER;
  }

  boolean inProgress() {
    return exchange == Exchange.IN_PROGRESS;
  }

  private void begin() {
    // After login no server takes it; one that shows what it has without ID would answer BAD. Where
    // nothing is known the BAD is harmless.
    boolean taken = talk.capabilities.has("ID") || talk.capabilities.unknown();
    if (!tells || !taken || talk.states.authenticated()) {
      exchange = Exchange.OVER;
      return;
    }
    exchange = Exchange.IN_PROGRESS;
    ownTag = talk.ownTags.text(talk.ownTags.next());
    List<Command.Id.Field> fields = new ArrayList<>();
    fields.add(field("x-originating-ip", clientIp));
    if (clientPort > 0) {
      fields.add(field("x-originating-port", Integer.toString(clientPort)));
    }
    if (!connectedIp.isEmpty()) {
      fields.add(field("x-connected-ip", connectedIp));
      fields.add(field("x-connected-port", Integer.toString(connectedPort)));
    }
    fields.add(field("x-session-id", talk.settings.id()));
    fields.add(ttl());
    // Short ASCII strings: one segment, no literal, and so no consent to wait for.
    byte[] octets =
        CommandEncoder.encode(
                ownTag,
                new Command.Id(fields),
                talk.capabilities.literals(),
                talk.utf8Commands,
                false)
            .getFirst()
            .toByteArray();
    talk.effects.toServer(octets, 0, octets.length);
  }

  private Command.Id.Field ttl() {
    return field("x-proxy-ttl", Integer.toString(hopsLeft - 1));
  }

  private static Command.Id.Field field(String name, String value) {
    return new Command.Id.Field(Octets.ascii(name), Optional.of(Octets.ascii(value)));
  }

  /**
   * Whether a tagged response ends our exchange. A NO or BAD is as good as an OK: a server that
   * doesn't care hasn't to.
   */
  boolean answered(Response response) {
    if (exchange != Exchange.IN_PROGRESS || !response.tag().equals(ownTag)) {
      return false;
    }
    exchange = Exchange.OVER;
    return true;
  }

  // --- the client's own ID ----------------------------------------------------------------------

  /** Until the login, as in Dovecot: later the server has acted on what it was told. */
  private boolean believed() {
    return believes && !talk.states.authenticated();
  }

  /** Takes what a trusted proxy says; ends the session where it has come through too many. */
  void believe(Command command) {
    if (!(command instanceof Command.Id id) || !believed()) {
      return;
    }
    Optional<String> ttl = value(id, TTL);
    if (ttl.isPresent()) {
      // What is no number leaves no hop.
      hopsLeft = Math.min(hopsMax, IpText.number(ttl.get(), PORT_MAX));
      if (hopsLeft < 1) {
        talk.effects.event(new Event.LimitReached(LIMIT, "ended"));
        talk.end(Event.Cause.LIMIT, Texts.BYE_LOOP);
        return;
      }
    }
    value(id, "X-CONNECTED-IP")
        .filter(IpText::is)
        .ifPresent(
            ip -> {
              connectedIp = ip;
              connectedPort = port(id, "X-CONNECTED-PORT");
            });
    value(id, CLIENT_IP).filter(IpText::is).ifPresent(ip -> client(ip, port(id)));
  }

  private void client(String ip, int port) {
    if (ip.equals(clientIp) && port == clientPort) {
      return;
    }
    clientIp = ip;
    clientPort = port;
    SessionFacts facts = talk.facts;
    talk.facts =
        new SessionFacts(
            facts.id(),
            facts.service(),
            (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + port,
            facts.serverAddress(),
            facts.user(),
            facts.attributes(),
            facts.clientCertificate());
    talk.effects.event(new Event.OriginBelieved(ip, port));
  }

  private static int port(Command.Id id) {
    return port(id, "X-ORIGINATING-PORT");
  }

  /** 0 where it is unknown. */
  private static int port(Command.Id id, String name) {
    return Math.max(0, value(id, name).map(text -> IpText.number(text, PORT_MAX)).orElse(0));
  }

  /** What the server gets of a client's ID: without forged fields, and with one hop less. */
  Command cleaned(Received received, Command.Id id) {
    if (believed()) {
      return oneHopLess(received, id);
    }
    List<Command.Id.Field> kept = new ArrayList<>();
    for (Command.Id.Field field : id.fields()) {
      if (!isOurs(name(field))) {
        kept.add(field);
      }
    }
    if (kept.size() == id.fields().size()) {
      return id;
    }
    log.tell(received, Judged.byEngine("rewrite", FORGED));
    return new Command.Id(kept);
  }

  private Command oneHopLess(Received received, Command.Id id) {
    List<Command.Id.Field> made = new ArrayList<>();
    Set<String> unfit = unfit(id);
    boolean removed = false;
    boolean hops = false;
    Set<String> told = new HashSet<>();
    for (Command.Id.Field field : id.fields()) {
      String name = name(field);
      if (isOurs(name) && !told.add(name)) {
        // The first is the one that was believed: a server that takes the last must not see
        // another.
        continue;
      }
      if (unfit.contains(name)) {
        removed = true;
        continue;
      }
      hops |= name.equals(CLIENT_IP) || name.equals(TTL);
      if (!name.equals(TTL)) {
        made.add(field);
      }
    }
    if (hops) {
      made.add(ttl());
    }
    if (removed) {
      log.tell(received, Judged.byEngine("rewrite", UNFIT));
    }
    return new Command.Id(made);
  }

  /**
   * The address fields that weren't believed, since they hold no address: a server must not believe
   * them either.
   */
  private static Set<String> unfit(Command.Id id) {
    Set<String> unfit = new HashSet<>();
    ADDRESSES.forEach(
        (address, port) -> {
          if (!holdsAddress(id, address)) {
            unfit.add(address);
            unfit.add(port);
          } else if (value(id, port).filter(text -> IpText.number(text, PORT_MAX) >= 0).isEmpty()) {
            unfit.add(port);
          }
        });
    return unfit;
  }

  private static boolean holdsAddress(Command.Id id, String name) {
    return value(id, name).filter(IpText::is).isPresent();
  }

  private static boolean isOurs(String name) {
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static String name(Command.Id.Field field) {
    return Ascii.upper(field.name().text());
  }

  private static Optional<String> value(Command.Id id, String name) {
    for (Command.Id.Field field : id.fields()) {
      if (name(field).equals(name)) {
        return field.value().map(Octets::text);
      }
    }
    return Optional.empty();
  }
}
