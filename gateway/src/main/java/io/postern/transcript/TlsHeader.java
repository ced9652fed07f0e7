package io.postern.transcript;

import io.postern.session.Surroundings;
import io.postern.session.Surroundings.ClientLeg;
import io.postern.session.Surroundings.ServerLeg;
import java.util.Optional;

/**
 * The header line {@code tls client starttls-offered server starttls-required}, either leg or both.
 * TLS from the first octet is none of a session's business, and so of no transcript's.
 */
final class TlsHeader {
  static final String EXPECTED =
      "tls client starttls-offered|starttls-required, tls server starttls-required, or both legs"
          + " in one line";

  private TlsHeader() {}

  /** As it is written; empty where there is nothing to say. */
  static Optional<String> line(Surroundings tls) {
    String client =
        switch (tls.client()) {
          case AS_IT_IS -> "";
          case STARTTLS_OFFERED -> " client starttls-offered";
          case STARTTLS_REQUIRED -> " client starttls-required";
        };
    String server =
        switch (tls.server()) {
          case AS_IT_IS -> "";
          case STARTTLS_REQUIRED -> " server starttls-required";
        };
    return Optional.of("tls" + client + server).filter(line -> !line.equals("tls"));
  }

  /** The words of the line; empty if they say nothing of the kind. */
  static Optional<Surroundings> read(String[] words) {
    ClientLeg client = ClientLeg.AS_IT_IS;
    ServerLeg server = ServerLeg.AS_IT_IS;
    if (words.length != 3 && words.length != 5) {
      return Optional.empty();
    }
    for (int i = 1; i < words.length; i += 2) {
      switch (words[i] + " " + words[i + 1]) {
        case "client starttls-offered" -> client = ClientLeg.STARTTLS_OFFERED;
        case "client starttls-required" -> client = ClientLeg.STARTTLS_REQUIRED;
        case "server starttls-required" -> server = ServerLeg.STARTTLS_REQUIRED;
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Surroundings(client, server, false));
  }
}
