package io.postern.transcript;

import io.postern.imap.Limits;
import io.postern.imap.Tag;
import io.postern.imap.Violation;
import io.postern.wire.CommandParser;
import io.postern.wire.Frame;
import io.postern.wire.Framer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The direction of commands of a connection, framed as the gateway frames it. */
final class RecordedCommands implements RecordedStream {
  private final RecordedPair pair;
  private final Limits limits;
  private final Framer framer;
  private final CommandParser parser;
  private final CommandFiller filler;

  /** Octets of the frame that were told already. */
  private int told;

  private boolean lineDone = true;
  private boolean plain;
  private boolean announced;
  private Optional<String> tag = Optional.empty();
  private boolean message;

  /** Behind a literal that was too long to hold: what the line is about isn't known any more. */
  private boolean blind;

  /** {@code lineMax}: the longest line, in octets. */
  RecordedCommands(RecordedPair pair, Limits limits, int lineMax, Replaced replaced) {
    this.pair = pair;
    this.limits = limits;
    this.framer = new Framer(Framer.Side.CLIENT, limits);
    this.parser = new CommandParser(limits);
    this.filler = new CommandFiller(parser, limits, replaced);
    framer.lineMax(lineMax);
  }

  @Override
  public Found read(byte[] octets, int offset, int length) {
    if (lineDone) {
      begin();
    }
    if (announced && !literal()) {
      return new Lost("a literal came that nobody had asked for");
    }
    Framer.Event event = framer.read(octets, offset, offset + length);
    int used = framer.consumed();
    return switch (event) {
      case MORE -> new Nothing(used);
      case LINE -> line(used);
      case LITERAL -> announced(used);
      case CHUNK -> new Whole(used, new Part.Count(used));
      case VIOLATION -> new Broken(broken(octets, offset + used, offset + length));
    };
  }

  private void begin() {
    plain = pair.asks();
    if (plain) {
      framer.nextPlain();
    } else {
      framer.next();
    }
    told = 0;
    lineDone = false;
    message = false;
    blind = false;
  }

  private Found line(int used) {
    Frame frame = framer.frame();
    lineDone = true;
    String line = text(0, frame.length() - 2);
    // A client may say its line before it is asked; a command always has SP.
    if (plain || (pair.sasl() && told == 0 && line.indexOf(' ') < 0)) {
      return new Whole(used, new Part.Words(pair.sasl(line) + "\r\n", false));
    }
    String words =
        message ? tail(frame) : blind ? filler.unknown(frame, told) : filler.whole(frame, told);
    boolean begins = told == 0 && !message && !blind;
    if (!message && !blind) {
      filler
          .authenticate(frame)
          .ifPresent(
              begun -> pair.authenticates(begun.tag(), begun.mechanism(), begun.initialResponse()));
    }
    return new Whole(used, new Part.Words(words, begins));
  }

  /** Behind a message: what isn't of the grammar may be the rest of a miscounted message. */
  private String tail(Frame frame) {
    boolean sound = !(parser.tail(frame, CommandFiller.SYNTAX) instanceof CommandParser.BrokenTail);
    return sound ? text(told, frame.length()) : filler.unknown(frame, told);
  }

  private Found announced(int used) {
    Frame frame = framer.frame();
    announced = true;
    boolean begins = told == 0 && !message && !blind;
    String words;
    if (message) {
      words = tail(frame);
    } else if (blind) {
      words = filler.unknown(frame, told);
    } else {
      CommandParser.Head head = parser.head(frame);
      words = filler.announced(frame, told);
      message = head.role() == CommandParser.Role.MESSAGE;
      tag = head.tag().map(Tag::text);
    }
    if (framer.literalSynchronizing()) {
      pair.waits(tag);
    }
    told = frame.length();
    return new Whole(used, new Part.Words(words, begins));
  }

  /** Octets come behind an announcement; false if nobody can tell what they are. */
  private boolean literal() {
    if (framer.literalSynchronizing() && !pair.consented()) {
      if (!pair.refused()) {
        return false;
      }
      announced = false;
      framer.abandon();
      told = 0;
      message = false;
      blind = false;
      return true;
    }
    announced = false;
    if (message) {
      framer.stream();
      told = 0;
    } else if (framer.literalOctets() <= limits.argument()) {
      framer.hold();
    } else {
      framer.stream();
      told = 0;
      blind = true;
    }
    return true;
  }

  private String broken(byte[] octets, int from, int to) {
    // The octet that broke it, and one behind: a CR shows what it is by the next.
    String rest = new String(octets, from, Math.min(2, to - from), StandardCharsets.ISO_8859_1);
    return framer.violation().kind() == Violation.Kind.LINE_TOO_LONG
        ? "x".repeat(framer.frame().length() - told + rest.length())
        : Filler.unframed(text(told, framer.frame().length()) + rest);
  }

  @Override
  public Optional<Part> partial() {
    int length = framer.frame().length();
    if (lineDone || announced || length <= told) {
      return Optional.empty();
    }
    String words =
        plain || message || blind || told > 0
            ? "x".repeat(length - told)
            : filler.partial(framer.frame());
    boolean begins = told == 0 && !plain;
    told = length;
    return Optional.of(new Part.Words(words, begins));
  }

  private String text(int start, int end) {
    return new String(framer.frame().array(), start, end - start, StandardCharsets.ISO_8859_1);
  }
}
