package io.postern.transcript;

import io.postern.session.Surroundings;
import java.util.Optional;

/** The header line {@code origin WORD ...}: the client's address in the ID command. */
final class OriginHeader {
  static final String EXPECTED = "origin, and one or more of to_server, trusted and hops=N";

  private static final int HOPS_DEFAULT = 5;
  private static final int HOPS_MAX = 100;

  private OriginHeader() {}

  /** Empty if the line says something else. */
  static Optional<Surroundings.Origin> read(String[] words) {
    boolean toServer = false;
    boolean trusted = false;
    int hops = HOPS_DEFAULT;
    for (int i = 1; i < words.length; i++) {
      switch (words[i]) {
        case "to_server" -> toServer = true;
        case "trusted" -> trusted = true;
        default -> {
          if (!words[i].matches("hops=[1-9][0-9]{0,2}")) {
            return Optional.empty();
          }
          hops = Integer.parseInt(words[i].substring("hops=".length()));
        }
      }
    }
    if (words.length < 2 || hops > HOPS_MAX) {
      return Optional.empty();
    }
    return Optional.of(of(toServer, trusted, hops));
  }

  /** As it is written; empty where there is nothing to say. */
  static Optional<String> line(Surroundings.Origin origin) {
    if (!origin.toServer() && !origin.believesClient()) {
      return Optional.empty();
    }
    return Optional.of(
        "origin"
            + (origin.toServer() ? " to_server" : "")
            + (origin.believesClient() ? " trusted" : "")
            + (origin.hopsMax() == HOPS_DEFAULT ? "" : " hops=" + origin.hopsMax()));
  }

  /** The addresses of every transcript. */
  private static Surroundings.Origin of(boolean toServer, boolean trusted, int hops) {
    return new Surroundings.Origin(toServer, trusted, "192.0.2.1", 1234, "192.0.2.3", 143, hops);
  }

  /** Without the line: as a service is without {@code originating}. */
  static final Surroundings.Origin DEFAULT = of(false, false, HOPS_DEFAULT);
}
