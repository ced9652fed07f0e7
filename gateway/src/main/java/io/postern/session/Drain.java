package io.postern.session;

import io.postern.audit.Event;

/**
 * The end of a session that has been asked to end soon: at the first moment at which no command is
 * in flight, so that no client is left to wonder whether its command was done
 * (docs/decisions/0068).
 *
 * <p>No new command is begun meanwhile; what has begun is read to its end, judged, and answered. A
 * pending IDLE isn't in flight: it may last for ever, and its client expects to be told things.
 */
final class Drain {
  private final Conversation talk;
  private final ClientSide client;
  private final ServerSide server;

  Drain(Conversation talk, ClientSide client, ServerSide server) {
    this.talk = talk;
    this.client = client;
    this.server = server;
  }

  /** Ends the session if it shall and now may; looked at behind each command and response. */
  void look() {
    if (talk.draining && !talk.over() && quiet()) {
      talk.end(Event.Cause.DRAIN, Texts.BYE_DRAIN);
    }
  }

  private boolean quiet() {
    if (talk.outbox.inFlight() || server.waiting()) {
      return false;
    }
    // Before the greeting nothing of the client has been looked at: the BYE is the greeting.
    return !talk.greeted || client.between();
  }
}
