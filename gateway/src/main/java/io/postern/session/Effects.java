package io.postern.session;

import io.postern.audit.Event;
import io.postern.imap.Secret;
import io.postern.policy.Question;
import java.util.Optional;

/**
 * What a session wants done. Called on the session's thread; arrays belong to the session and must
 * be copied before returning; no method of the session may be called from within.
 */
public interface Effects {
  void toClient(byte[] octets, int offset, int length);

  void toServer(byte[] octets, int offset, int length);

  /**
   * Begin TLS with the client behind what was written so far: from here on octets are the
   * handshake's. {@link Session#clientSecured} tells when it is done; where it fails the client's
   * connection ends.
   */
  void secureClient();

  /** The same with the server, as its client. */
  void secureServer();

  /**
   * Find and connect the server of a login name. {@link Session#serverOctets}, {@link
   * Session#serverUnreachable} or {@link Session#notRouted} tell what came of it.
   *
   * @param user the name as the client sent it, 1 to 255 octets where it came by SASL; opaque
   */
  void route(String user);

  /**
   * Close when all that was written has left; {@code clean} false: a response was cut short, so no
   * close_notify on TLS.
   */
  void closeClient(boolean clean);

  /** Close; {@code clean} false: a command was cut short. */
  void closeServer(boolean clean);

  /**
   * Whether more octets from the client are wanted; true at first. Octets already read may still be
   * handed in.
   */
  void readClient(boolean wanted);

  void readServer(boolean wanted);

  /**
   * Run a policy function; its answer comes by {@link Session#answered}. To the policy in force one
   * question a direction is open, and behind one about a command at most {@link
   * Session#ASKED_AHEAD_MAX} that were asked {@link Question#ahead}: they are answered in their
   * order. Nobody waits for the answers of observed policies.
   */
  void ask(Question question);

  /**
   * A login is about to go to the server: whether it may is told by {@link Session#admitted}. Never
   * wanted unless {@link Pace#loginsAsk}.
   *
   * @param user as the client gives it; empty where its mechanism doesn't say it in clear
   */
  default void admit(String user) {
    throw new IllegalStateException("nobody counts logins");
  }

  /**
   * The server has refused a login because of its secret. Not wanted unless {@link Pace#loginsAsk}.
   *
   * @param secret to be made a fingerprint at once and never kept; empty where the client's proof
   *     is another each time
   */
  default void loginFailed(String user, Optional<Secret> secret) {
    throw new IllegalStateException("nobody counts logins");
  }

  void event(Event event);

  /** Who counts what passes; asked once, when the session begins. */
  default Counts counts() {
    return Counts.NONE;
  }
}
