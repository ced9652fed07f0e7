package io.postern.session;

import io.postern.imap.Ascii;
import java.util.ArrayList;
import java.util.List;

/**
 * STARTTLS toward the client, which the gateway answers by itself (RFC 9051, section 6.2.1; spec
 * section 8): what is shown of it, what is refused before it, and that nothing in clear is taken
 * behind it (threats T13).
 */
final class ClientStartTls {
  private enum Stage {
    /** The connection stays what it is. */
    NONE,
    OFFERED,
    /** Offered, and no login is taken before. */
    REQUIRED,
    /** The client was told to begin: whatever isn't the handshake's is an attack. */
    HANDSHAKE,
    SECURED
  }

  private Stage stage;

  ClientStartTls(Surroundings.ClientLeg leg) {
    stage =
        switch (leg) {
          case AS_IT_IS -> Stage.NONE;
          case STARTTLS_OFFERED -> Stage.OFFERED;
          case STARTTLS_REQUIRED -> Stage.REQUIRED;
        };
  }

  /** Whether the client may ask for it now. */
  boolean offered() {
    return stage == Stage.OFFERED || stage == Stage.REQUIRED;
  }

  /** Whether a login would be in clear that must not be. */
  boolean refusesLogin() {
    return stage == Stage.REQUIRED;
  }

  boolean handshakes() {
    return stage == Stage.HANDSHAKE;
  }

  boolean secured() {
    return stage == Stage.SECURED;
  }

  void begin() {
    stage = Stage.HANDSHAKE;
  }

  void done() {
    stage = Stage.SECURED;
  }

  /**
   * What a client sees of a list of capabilities that passed the policy: STARTTLS and LOGINDISABLED
   * are of its own connection, and no mechanism is shown that would be refused.
   */
  List<String> shown(List<String> names, boolean authenticated) {
    if (!offered() || authenticated) {
      return names;
    }
    List<String> shown = new ArrayList<>(names);
    shown.add("STARTTLS");
    if (refusesLogin()) {
      shown.removeIf(name -> Ascii.upper(name).startsWith("AUTH="));
      shown.add("LOGINDISABLED");
    }
    return shown;
  }
}
