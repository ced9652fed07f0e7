package io.postern.session;

import io.postern.imap.Octets;
import java.util.ArrayDeque;

/**
 * The one place where the order of what the client hears is decided: the gateway's own answers wait
 * until a response in flight has ended, so nothing is ever written into a literal.
 */
final class ClientOutbox {
  private final Effects effects;
  private final ArrayDeque<Octets> waiting = new ArrayDeque<>();
  private int waitingOctets;
  private boolean inFlight;

  ClientOutbox(Effects effects) {
    this.effects = effects;
  }

  /** An answer of the gateway itself, whole lines, ASCII without the last CRLF. */
  void own(String line) {
    own(Octets.ascii(line + "\r\n"));
  }

  void own(Octets lines) {
    if (inFlight) {
      waiting.add(lines);
      waitingOctets += lines.length();
    } else {
      write(lines);
    }
  }

  /** The same as the octets {@code [0, length)} of an array that will be used again. */
  void own(byte[] lines, int length) {
    if (inFlight) {
      own(Octets.copyOf(lines, 0, length));
    } else {
      effects.toClient(lines, 0, length);
    }
  }

  /** A whole response, or the beginning or a part of the one in flight. */
  void relay(byte[] octets, int offset, int length) {
    effects.toClient(octets, offset, length);
  }

  /** The response whose beginning was relayed isn't whole yet. */
  void begin() {
    inFlight = true;
  }

  void end() {
    inFlight = false;
    while (!waiting.isEmpty()) {
      write(waiting.remove());
    }
    waitingOctets = 0;
  }

  boolean inFlight() {
    return inFlight;
  }

  int waitingOctets() {
    return waitingOctets;
  }

  private void write(Octets lines) {
    byte[] array = lines.toByteArray();
    effects.toClient(array, 0, array.length);
  }
}
