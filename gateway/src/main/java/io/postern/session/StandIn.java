package io.postern.session;

import io.postern.imap.Command;
import io.postern.imap.ConnectionState;
import io.postern.imap.Octets;
import io.postern.imap.Secret;
import io.postern.imap.Violation;
import io.postern.wire.Response;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stands in for a server that isn't known before the login (a router by login name): greets,
 * answers the few commands that come before a login, and keeps the login until its server is there.
 * What it says is judged like a server's words, since it goes the same way.
 *
 * <p>The server itself greets the gateway, not the client: that greeting is believed for its
 * capabilities, and not passed on.
 */
final class StandIn {
  /** What the gateway can do by itself; the server's own are shown after the login. */
  private static final String CAPABILITIES = "IMAP4rev1 LITERAL+ SASL-IR ID AUTH=PLAIN";

  private enum Stage {
    /** The server is there from the start. */
    NONE,
    ANSWERS,
    /** AUTHENTICATE without an initial response: the client's line is awaited. */
    ASKS,
    /** The login's server is being looked for and connected to. */
    ROUTES,
    /** The login is with its server, or was. */
    DONE
  }

  private final Conversation talk;
  private Stage stage;
  private Optional<Login> login = Optional.empty();
  private Consumer<String> says = lines -> {};

  /** A login that waits for its server. */
  private record Login(Pending pending, Command command) {}

  StandIn(Conversation talk, boolean takesLogin) {
    this.talk = talk;
    this.stage = takesLogin ? Stage.ANSWERS : Stage.NONE;
  }

  /** Whether a command comes here in place of the server. */
  boolean answers() {
    return stage == Stage.ANSWERS || stage == Stage.ASKS;
  }

  /** Whether a server's greeting would be for us alone. */
  boolean awaitsGreeting() {
    return stage == Stage.ROUTES;
  }

  /** Whether the session was routed: its server serves this login and no other. */
  boolean routed() {
    return stage == Stage.DONE;
  }

  /** Where what is said in the server's place is read. */
  void saysBy(Consumer<String> reader) {
    says = reader;
  }

  void greet() {
    says.accept("* OK [CAPABILITY " + CAPABILITIES + "] Ready\r\n");
  }

  /** Takes a command that was accepted. */
  void take(Pending pending, Command command, SaslExchange sasl) {
    String tag = talk.ownTags.text(pending.ownNumber);
    switch (command) {
      case Command.Login asked -> route(pending, command, asked.user().text());
      case Command.Authenticate asked -> authenticate(pending, asked, sasl);
      case Command.Plain plain ->
          says.accept(
              switch (plain) {
                case CAPABILITY -> "* CAPABILITY " + CAPABILITIES + "\r\n" + tag + " OK done\r\n";
                case NOOP -> tag + " OK done\r\n";
                case LOGOUT -> "* BYE " + Texts.BYE_LOGOUT + "\r\n" + tag + " OK done\r\n";
              });
      case Command.Id id -> says.accept("* ID NIL\r\n" + tag + " OK done\r\n");
      // The states allow no other before a login.
      default -> says.accept(tag + " BAD not before login\r\n");
    }
  }

  private void authenticate(Pending pending, Command.Authenticate command, SaslExchange sasl) {
    if (!command.mechanism().equals("PLAIN")) {
      says.accept(talk.ownTags.text(pending.ownNumber) + " NO " + Texts.MECHANISM_REFUSED + "\r\n");
      return;
    }
    talk.states.both(ConnectionState.AUTHENTICATING);
    sasl.begin(command, true);
    if (command.initialResponse().isPresent()) {
      route(pending, command, sasl.user().orElse(""));
    } else {
      stage = Stage.ASKS;
      login = Optional.of(new Login(pending, command));
      says.accept("+ \r\n");
    }
  }

  /** The client's line to our challenge: its credentials, or a star. */
  void line(Octets line, SaslExchange sasl) {
    Pending pending = login.orElseThrow().pending();
    if (line.equals(Octets.ascii("*"))) {
      stage = Stage.ANSWERS;
      login = Optional.empty();
      says.accept(talk.ownTags.text(pending.ownNumber) + " BAD Authentication cancelled\r\n");
      return;
    }
    Octets response = line.length() == 0 ? Octets.ascii("=") : line;
    route(
        pending,
        new Command.Authenticate("PLAIN", Optional.of(new Secret(response))),
        sasl.user().orElse(""));
  }

  private void route(Pending pending, Command command, String user) {
    login = Optional.of(new Login(pending, command));
    if (user.isEmpty()) {
      refuse();
    } else {
      stage = Stage.ROUTES;
      talk.effects.route(user);
    }
  }

  /** No server is there for the login: the client hears what it hears of a wrong password. */
  void refuse() {
    String tag = talk.ownTags.text(login.orElseThrow().pending().ownNumber);
    stage = Stage.ANSWERS;
    login = Optional.empty();
    says.accept(tag + " NO [AUTHENTICATIONFAILED] Authentication failed\r\n");
  }

  /** Its server can't be reached: said under the login's tag before the session ends. */
  void unreachable() {
    if (stage == Stage.ROUTES && !talk.over()) {
      login.ifPresent(
          waiting ->
              talk.outbox.own(waiting.pending().clientTag.text() + " NO " + Texts.BYE_UNREACHABLE));
    }
  }

  /**
   * The server's greeting.
   *
   * @return the login that goes to it now; nothing if the session ends here
   */
  Optional<Pending> greeting(Response response) {
    if (response.kind() != Response.Kind.UNTAGGED) {
      talk.violatedByServer(Violation.Kind.GREETING);
      return Optional.empty();
    }
    switch (response.name()) {
      case OK -> {
        talk.capabilities.forget();
        talk.learn(response);
        if (talk.capabilities.has("LOGINDISABLED")) {
          fail("takes no login in clear");
          return Optional.empty();
        }
        stage = Stage.DONE;
        return login.map(Login::pending);
      }
      case PREAUTH -> fail("said PREAUTH before the login");
      case BYE -> fail("said BYE as its greeting");
      default -> talk.violatedByServer(Violation.Kind.GREETING);
    }
    return Optional.empty();
  }

  private void fail(String why) {
    unreachable();
    talk.unreachable(why);
  }

  /** The login as it goes to the server; forgotten here. */
  Command handOver() {
    Command command = login.orElseThrow().command();
    login = Optional.empty();
    return command;
  }
}
