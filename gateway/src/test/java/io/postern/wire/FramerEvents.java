package io.postern.wire;

import io.postern.imap.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What a framer makes of some octets, written down so that two runs can be compared. */
final class FramerEvents {
  /** What to do with an announced literal. */
  enum Literal {
    HOLD,
    STREAM,
    SWALLOW,
    ABANDON
  }

  private static final String[] KINDS = {
    "?", "ATOM", "QUOTED", "LITERAL", "LITERAL8", "MARKER", "(", ")", "[", "]", "TEXT"
  };

  private final Framer framer;
  private final Function<Framer, Literal> choice;
  private final List<String> events = new ArrayList<>();
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();

  private FramerEvents(Framer framer, Function<Framer, Literal> choice) {
    this.framer = framer;
    this.choice = choice;
  }

  static byte[] octets(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The events of the octets in one piece; argument literals are held. */
  static List<String> of(Framer.Side side, String latin1) {
    return of(framer(side), octets(latin1), f -> Literal.HOLD, piece -> piece.length);
  }

  static List<String> of(Framer.Side side, String latin1, Literal literal) {
    return of(framer(side), octets(latin1), f -> literal, piece -> piece.length);
  }

  static Framer framer(Framer.Side side) {
    Poison.frames();
    return new Framer(side, Limits.DEFAULT);
  }

  /**
   * The events of the octets in pieces of the length that {@code cut} wants, given what is left.
   */
  static List<String> of(
      Framer framer,
      byte[] octets,
      Function<Framer, Literal> choice,
      Function<byte[], Integer> cut) {
    FramerEvents run = new FramerEvents(framer, choice);
    int at = 0;
    while (at < octets.length) {
      byte[] left = Arrays.copyOfRange(octets, at, octets.length);
      int count = Math.max(1, Math.min(left.length, cut.apply(left)));
      if (!run.piece(left, count)) {
        return run.events;
      }
      at += count;
    }
    run.flush();
    run.events.add(framer.midLine() ? "MORE mid-line" : "MORE");
    return run.events;
  }

  static Function<byte[], Integer> random(RandomGenerator random) {
    return left -> 1 + random.nextInt(Math.min(left.length, 1 + random.nextInt(40)));
  }

  private boolean piece(byte[] left, int count) {
    // Some octets before, and what follows within the array must not be looked at.
    byte[] buffer = new byte[count + 7];
    Arrays.fill(buffer, (byte) '\n');
    System.arraycopy(left, 0, buffer, 3, count);
    int at = 3;
    while (true) {
      Framer.Event event = framer.read(buffer, at, 3 + count);
      if (event != Framer.Event.CHUNK && event != Framer.Event.MORE) {
        flush();
      }
      switch (event) {
        case MORE -> {
          if (at + framer.consumed() != 3 + count) {
            throw new AssertionError("MORE without using all");
          }
          return true;
        }
        case LINE -> {
          events.add("LINE " + tokens(framer.frame()));
          framer.next();
        }
        case LITERAL -> literal();
        case CHUNK -> chunk.write(buffer, at, framer.consumed());
        case VIOLATION -> {
          events.add(
              "VIOLATION " + framer.violation().kind() + " " + framer.violation().position());
          return false;
        }
      }
      at += framer.consumed();
    }
  }

  private void literal() {
    events.add(
        "LITERAL "
            + framer.literalOctets()
            + (framer.literalSynchronizing() ? "" : "+")
            + (framer.literal8() ? " eight" : "")
            + " "
            + tokens(framer.frame()));
    switch (choice.apply(framer)) {
      case HOLD -> framer.hold();
      case STREAM -> framer.stream();
      case SWALLOW -> framer.swallow();
      case ABANDON -> framer.abandon();
    }
  }

  private void flush() {
    if (chunk.size() > 0) {
      events.add("CHUNK " + chunk.toString(StandardCharsets.ISO_8859_1));
      chunk.reset();
    }
  }

  /**
   * Kinds and contents of the tokens; an underscore for each space before one, classes left out.
   */
  static String tokens(Frame frame) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < frame.tokens(); i++) {
      text.append(i == 0 ? "" : " ").append("_".repeat(frame.spacesBefore(i)));
      text.append(KINDS[frame.kind(i)]);
      boolean content = frame.kind(i) < Frame.OPEN || frame.kind(i) == Frame.TEXT;
      if (content && frame.kind(i) != Frame.MARKER) {
        text.append('<').append(content(frame, i)).append('>');
      }
    }
    return text.append(" _".repeat(frame.spacesAtEnd())).toString();
  }

  static String content(Frame frame, int token) {
    int start = frame.start(token);
    return new String(frame.array(), start, frame.end(token) - start, StandardCharsets.ISO_8859_1);
  }
}
