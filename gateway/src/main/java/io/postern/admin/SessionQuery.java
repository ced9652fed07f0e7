package io.postern.admin;

import io.postern.audit.SessionInfo;
import io.postern.service.Network;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which sessions are meant: those that fit all that is said; without anything, all.
 *
 * @param id a session's id
 * @param user the name that the server accepted, to the letter
 */
public record SessionQuery(
    Optional<String> id,
    Optional<String> service,
    Optional<String> user,
    Optional<Network> client) {
  public static final SessionQuery ALL =
      new SessionQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Of the fields {@code id}, {@code service}, {@code user} and {@code client}.
   *
   * @throws IllegalArgumentException with a sentence if the client is no address or network
   */
  static SessionQuery of(Function<String, Optional<String>> field) {
    return new SessionQuery(
        field.apply("id"),
        field.apply("service"),
        field.apply("user"),
        field.apply("client").map(SessionQuery::network));
  }

  public static SessionQuery ofId(String id) {
    return new SessionQuery(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Network network(String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "client: expected an address or a network such as 192.0.2.0/24: " + wrong.getMessage(),
          wrong);
    }
  }

  /** Whether nothing is said, so that all are meant. */
  public boolean all() {
    return equals(ALL);
  }

  public boolean fits(SessionInfo session) {
    return id.filter(wanted -> !wanted.equals(session.session())).isEmpty()
        && service.filter(wanted -> !wanted.equals(session.service())).isEmpty()
        && user.filter(wanted -> !session.user().equals(Optional.of(wanted))).isEmpty()
        && client
            .filter(wanted -> !wanted.contains(InetAddress.ofLiteral(session.clientIp())))
            .isEmpty();
  }
}
