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

  /** Ends the fields of OAuth's mechanisms. */
  private static final int CONTROL_A = 1;

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
      case "CRAM-MD5" -> cramMd5(decoded(line));
      case "OAUTHBEARER" -> part(decoded(line), 2, "a=");
      case "XOAUTH2" -> between(decoded(line), 0, "user=", CONTROL_A);
      default -> isScram(mechanism) ? scram(decoded(line)) : Optional.empty();
    };
  }

  /** Whether a mechanism says it in the client's first line. */
  static boolean saidInClear(String mechanism) {
    return switch (mechanism) {
      case "PLAIN", "LOGIN", "CRAM-MD5", "OAUTHBEARER", "XOAUTH2" -> true;
      default -> isScram(mechanism);
    };
  }

  private static boolean isScram(String mechanism) {
    return mechanism.startsWith("SCRAM-");
  }

  /** {@code user SP digest}, RFC 2195, section 2. */
  private static Optional<String> cramMd5(byte[] message) {
    int end = message.length - 1;
    while (end >= 0 && message[end] != ' ') {
      end--;
    }
    return end < 0 ? Optional.empty() : text(message, 0, end);
  }

  /**
   * RFC 5802, section 7: {@code n,,n=user,r=...}; a name's own comma and equals sign are escaped.
   */
  private static Optional<String> scram(byte[] message) {
    return part(message, 3, "n=").map(name -> name.replace("=2C", ",").replace("=3D", "="));
  }

  /** What stands behind a beginning in the part of that number, from 1; parts end with a comma. */
  private static Optional<String> part(byte[] message, int number, String beginning) {
    int start = 0;
    for (int i = 1; i < number; i++) {
      while (start < message.length && message[start] != ',') {
        start++;
      }
      start++;
    }
    return between(message, start, beginning, ',');
  }

  private static Optional<String> between(byte[] message, int from, String beginning, int end) {
    int start = from + beginning.length();
    if (start > message.length) {
      return Optional.empty();
    }
    for (int i = 0; i < beginning.length(); i++) {
      if (message[from + i] != beginning.charAt(i)) {
        return Optional.empty();
      }
    }
    int at = start;
    while (at < message.length && message[at] != end) {
      at++;
    }
    return at < message.length ? text(message, start, at) : Optional.empty();
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
