package io.postern.session;

import io.postern.imap.Ascii;
import io.postern.imap.Violation;

/**
 * IDLE, RFC 2177: only DONE may follow; held until the server's {@code +}; one late DONE is
 * swallowed (threats T22).
 */
final class IdleExchange {
  private static final String DONE = "DONE\r\n";

  private final Conversation talk;
  private final Inbox inbox;
  private boolean active;
  private boolean granted;
  private boolean doneRead;
  private boolean lateDue;

  IdleExchange(Conversation talk, Inbox inbox) {
    this.talk = talk;
    this.inbox = inbox;
  }

  void begin() {
    active = true;
    granted = false;
    doneRead = false;
    lateDue = false;
  }

  /** The server's {@code +}; false if it wasn't due. */
  boolean grant() {
    if (!active || granted) {
      return false;
    }
    granted = true;
    talk.outbox.own(Texts.IDLING);
    if (doneRead) {
      sendDone();
    }
    return true;
  }

  /** The tagged answer: a DONE that hasn't come yet may be on its way, whoever ended it. */
  void end() {
    if (active) {
      active = false;
      // Before "+" a client has no reason to send DONE; if it did so early, the answer takes its
      // place too.
      lateDue = !doneRead;
    }
  }

  /** The gateway refused the IDLE itself: a DONE that followed at once goes with it. */
  void refused() {
    lateDue = true;
  }

  /** While IDLE is in progress: reads DONE; any other line ends the session. */
  boolean step() {
    if (!active || doneRead) {
      return false;
    }
    switch (match()) {
      case NOTHING -> talk.violatedByClient(new Violation(Violation.Kind.IDLE_LINE, 0));
      case UNDECIDED -> {}
      case SWALLOWED -> {
        doneRead = true;
        if (granted) {
          sendDone();
        }
      }
    }
    return doneRead;
  }

  /** Before a command: is the next line a DONE that crossed the server's answer? */
  Late late() {
    if (!lateDue) {
      return Late.NOTHING;
    }
    Late match = match();
    if (match != Late.UNDECIDED) {
      lateDue = false;
    }
    return match;
  }

  private Late match() {
    int size = Math.min(inbox.size(), DONE.length());
    for (int i = 0; i < size; i++) {
      if (Ascii.upper(inbox.at(i)) != DONE.charAt(i)) {
        return Late.NOTHING;
      }
    }
    if (size < DONE.length()) {
      return Late.UNDECIDED;
    }
    inbox.consume(size);
    return Late.SWALLOWED;
  }

  private void sendDone() {
    byte[] line = {'D', 'O', 'N', 'E', '\r', '\n'};
    talk.effects.toServer(line, 0, line.length);
  }

  boolean awaitsDone() {
    return active && !doneRead;
  }
}
