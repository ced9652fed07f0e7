package io.postern.wire;

import io.postern.imap.Limits;
import io.postern.imap.Octets;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Reads one command from octets as a session would: argument literals are held, message literals
 * aren't.
 */
final class CommandReader {
  private CommandReader() {}

  static CommandParser.Result read(String latin1, Syntax syntax) {
    return read(FramerEvents.octets(latin1), syntax);
  }

  static CommandParser.Result read(List<Octets> segments, Syntax syntax) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    segments.forEach(segment -> all.writeBytes(segment.toByteArray()));
    return read(all.toByteArray(), syntax);
  }

  /** Exactly one command must be there; framing that breaks is an {@link AssertionError}. */
  static CommandParser.Result read(byte[] octets, Syntax syntax) {
    Framer framer = FramerEvents.framer(Framer.Side.CLIENT);
    framer.lineMax(1 << 24);
    CommandParser parser = new CommandParser(Limits.DEFAULT);
    int at = 0;
    while (true) {
      Framer.Event event = framer.read(octets, at, octets.length);
      at += framer.consumed();
      switch (event) {
        case LITERAL -> {
          if (parser.head(framer.frame()).role() == CommandParser.Role.ARGUMENT) {
            framer.hold();
            continue;
          }
        }
        case LINE -> {}
        case MORE, CHUNK -> throw new AssertionError("not one command: " + event);
        case VIOLATION -> throw new AssertionError(framer.violation().toString());
      }
      if (at != octets.length) {
        throw new AssertionError("more than one command");
      }
      return parser.parse(framer.frame(), syntax);
    }
  }
}
