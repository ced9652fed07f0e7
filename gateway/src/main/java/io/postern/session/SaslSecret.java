package io.postern.session;

import io.postern.imap.Octets;
import io.postern.imap.Secret;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client proves itself by in a SASL exchange, where it comes the same each time: for telling
 * one wrong secret from another, and for nothing else.
 */
final class SaslSecret {
  private SaslSecret() {}

  /**
   * The secret in one of the client's lines, which are canonical base64.
   *
   * @param number of the line, from 1
   * @return nothing where that line has none, and for mechanisms that send a proof that is another
   *     each time
   */
  static Optional<Secret> of(String mechanism, int number, Octets line) {
    return switch (mechanism) {
      case "PLAIN" -> number == 1 ? Optional.of(password(decoded(line))) : Optional.empty();
      case "LOGIN" ->
          number == 2 ? Optional.of(new Secret(Octets.copyOf(decoded(line)))) : Optional.empty();
      // RFC 7628, section 3.1, and its predecessor: the token stands in the first line.
      case "OAUTHBEARER", "XOAUTH2" ->
          number == 1 ? Optional.of(new Secret(line)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static byte[] decoded(Octets line) {
    return Base64.getDecoder().decode(line.toByteArray());
  }

  /** What stands behind the second NUL, RFC 4616, section 2. */
  private static Secret password(byte[] message) {
    int nuls = 0;
    int at = 0;
    while (at < message.length && nuls < 2) {
      nuls += message[at++] == 0 ? 1 : 0;
    }
    return new Secret(Octets.copyOf(message, at, message.length - at));
  }
}
