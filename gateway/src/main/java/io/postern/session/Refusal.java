package io.postern.session;

import io.postern.imap.Octets;
import java.util.Optional;

/**
 * A command that doesn't go to the server.
 *
 * @param answer what the client hears when the command's last octet has been read (or will never
 *     come); absent under DROP
 * @param grants whether synchronizing literals are granted, so that the client notices nothing
 *     (DROP)
 */
record Refusal(Optional<Octets> answer, boolean grants) {
  /** Swallowed without a word. */
  static final Refusal SILENT = new Refusal(Optional.empty(), true);

  static Refusal with(String line) {
    return new Refusal(Optional.of(Octets.ascii(line + "\r\n")), false);
  }

  static Refusal with(Octets lines) {
    return new Refusal(Optional.of(lines), false);
  }
}
