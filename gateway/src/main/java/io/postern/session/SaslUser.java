package io.postern.session;

import io.postern.imap.Octets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who a client says it is in a SASL exchange: for logs and policies, where the mechanism says it in
 * clear.
 */
final class SaslUser {
  /** A longer name is nobody's (threats T41). */
  static final int OCTETS_MAX = 255;

  private SaslUser() {}

  /**
   * The user in the client's first line, which is canonical base64.
   *
   * @return nothing for mechanisms that say it otherwise, and for messages that aren't theirs
   */
  static Optional<String> of(String mechanism, Octets line) {
    return switch (mechanism) {
      case "PLAIN" -> plain(decoded(line));
      case "LOGIN" -> text(decoded(line), 0, decoded(line).length);
      default -> Optional.empty();
    };
  }

  /** Whether a mechanism says it in a line of its own making, without a proof of another kind. */
  static boolean saidInClear(String mechanism) {
    return mechanism.equals("PLAIN") || mechanism.equals("LOGIN");
  }

  private static byte[] decoded(Octets line) {
    return Base64.getDecoder().decode(line.toByteArray());
  }

  /** {@code message = [authzid] UTF8NUL authcid UTF8NUL passwd}, RFC 4616, section 2. */
  private static Optional<String> plain(byte[] message) {
    int first = nul(message, 0);
    int second = nul(message, first + 1);
    return second < message.length ? text(message, first + 1, second) : Optional.empty();
  }

  private static int nul(byte[] message, int from) {
    int at = from;
    while (at < message.length && message[at] != 0) {
      at++;
    }
    return at;
  }

  private static Optional<String> text(byte[] message, int start, int end) {
    int length = end - start;
    return length < 1 || length > OCTETS_MAX
        ? Optional.empty()
        : Optional.of(Octets.copyOf(message, start, length).text());
  }
}
