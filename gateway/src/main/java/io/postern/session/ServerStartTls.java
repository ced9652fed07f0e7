package io.postern.session;

import io.postern.imap.Octets;
import io.postern.imap.ResponseName;
import io.postern.imap.Violation;
import io.postern.wire.Response;

/**
 * STARTTLS toward the server, before anything else is said to it. What it says in clear is neither
 * believed nor passed on: anybody on the path may have said it (threats T14 to T16). When TLS
 * stands, the gateway greets the client in the server's place, since the server itself greets only
 * once.
 */
final class ServerStartTls {
  /** Stands for the greeting that the server gave in clear; judged like one. */
  static final String GREETING = "* OK Ready\r\n";

  /** Untagged responses that a server may say before it answers; more is no server. */
  private static final int UNTAGGED_MAX = 16;

  private enum Stage {
    NONE,
    /** The greeting is awaited. */
    DUE,
    /** Asked for; its answer is awaited. */
    ASKED,
    /** The server agreed: whatever isn't the handshake's is an attack. */
    HANDSHAKE,
    SECURED
  }

  private final Conversation talk;
  private Stage stage;
  private String tag = "";
  private int untagged;

  ServerStartTls(Conversation talk, Surroundings.ServerLeg leg) {
    this.talk = talk;
    stage =
        switch (leg) {
          case AS_IT_IS -> Stage.NONE;
          case STARTTLS_REQUIRED -> Stage.DUE;
        };
  }

  /** Whether what the server says is for us alone. */
  boolean inClear() {
    return switch (stage) {
      case DUE, ASKED, HANDSHAKE -> true;
      case NONE, SECURED -> false;
    };
  }

  boolean handshakes() {
    return stage == Stage.HANDSHAKE;
  }

  void done() {
    stage = Stage.SECURED;
  }

  /**
   * A whole response in clear.
   *
   * @param surplus octets that wait behind it
   */
  void response(Response response, int surplus) {
    if (stage == Stage.DUE) {
      greeting(response);
    } else {
      answer(response, surplus);
    }
  }

  private void greeting(Response response) {
    if (response.kind() != Response.Kind.UNTAGGED) {
      talk.violatedByServer(Violation.Kind.GREETING);
      return;
    }
    switch (response.name()) {
      case OK -> {
        stage = Stage.ASKED;
        tag = talk.ownTags.text(talk.ownTags.next());
        byte[] line = Octets.ascii(tag + " STARTTLS\r\n").toByteArray();
        talk.effects.toServer(line, 0, line.length);
      }
      case PREAUTH -> talk.unreachable("said PREAUTH before TLS");
      case BYE -> talk.unreachable("said BYE before TLS");
      default -> talk.violatedByServer(Violation.Kind.GREETING);
    }
  }

  private void answer(Response response, int surplus) {
    switch (response.kind()) {
      case TAGGED -> tagged(response, surplus);
      case UNTAGGED, UNKNOWN -> {
        if (response.kind() == Response.Kind.UNTAGGED && response.name() == ResponseName.BYE) {
          talk.unreachable("said BYE before TLS");
        } else if (++untagged > UNTAGGED_MAX) {
          talk.violatedByServer(Violation.Kind.STATE);
        }
      }
      case CONTINUATION -> talk.violatedByServer(Violation.Kind.UNEXPECTED_CONTINUATION);
    }
  }

  private void tagged(Response response, int surplus) {
    if (!response.tag().equals(tag)) {
      talk.violatedByServer(Violation.Kind.UNKNOWN_TAG);
    } else if (response.name() != ResponseName.OK) {
      talk.unreachable("refused STARTTLS");
    } else if (surplus > 0) {
      talk.violatedByServer(Violation.Kind.CLEAR_TEXT_BEHIND_TLS);
    } else {
      stage = Stage.HANDSHAKE;
      talk.effects.secureServer();
    }
  }
}
