package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.CodeName;
import io.postern.imap.Command;
import io.postern.imap.CommandName;
import io.postern.imap.ResponseName;
import io.postern.imap.Secret;
import io.postern.policy.SessionFacts;
import io.postern.wire.Response;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What became of logins, for those who count failures, and who the session's user is. */
final class LoginResults {
  /** Codes of a NO to a login that say nothing of its secret (RFC 5530, RFC 9051 7.1). */
  private static final Set<CodeName> OTHER_CAUSES =
      EnumSet.of(
          CodeName.UNAVAILABLE,
          CodeName.SERVERBUG,
          CodeName.LIMIT,
          CodeName.INUSE,
          CodeName.PRIVACYREQUIRED,
          CodeName.CONTACTADMIN,
          CodeName.EXPIRED,
          CodeName.REFERRAL);

  private final Conversation talk;
  private final SaslExchange sasl;

  LoginResults(Conversation talk, SaslExchange sasl) {
    this.talk = talk;
    this.sasl = sasl;
  }

  static boolean isLogin(Pending pending) {
    return pending.name() == CommandName.LOGIN || pending.name() == CommandName.AUTHENTICATE;
  }

  /**
   * The server has answered a login: its NO, whatever the client will be told, is about the secret.
   */
  void answered(Pending pending, Response response) {
    if (response.name() == ResponseName.NO
        && pending.override.isEmpty()
        && !(response.hasCode() && response.codeName().filter(OTHER_CAUSES::contains).isPresent())
        && talk.settings.surroundings().pace().loginsAsk()) {
      Optional<Secret> secret =
          pending.command instanceof Command.Login plain
              ? Optional.of(plain.password())
              : sasl.secret();
      talk.effects.loginFailed(user(pending), secret);
    }
  }

  /** The client hears of its login. */
  void told(Pending pending, boolean ok) {
    String user = user(pending);
    String mechanism =
        pending.command instanceof Command.Authenticate authenticate
            ? authenticate.mechanism()
            : "LOGIN";
    talk.effects.event(
        ok ? new Event.LoggedIn(user, mechanism) : new Event.LoginFailed(user, mechanism));
    if (ok) {
      SessionFacts facts = talk.facts;
      talk.facts =
          new SessionFacts(
              facts.id(),
              facts.service(),
              facts.clientAddress(),
              facts.serverAddress(),
              user.isEmpty() ? Optional.empty() : Optional.of(user),
              facts.attributes(),
              facts.clientCertificate());
    }
  }

  private String user(Pending pending) {
    return pending.command instanceof Command.Login login
        ? login.user().text()
        : sasl.user().orElse("");
  }
}
