package io.postern.wire;

import io.postern.imap.Argument;
import io.postern.imap.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * For tests: octets of a server through framer and parser, with what came of each segment, copied
 * out of the views.
 */
final class ReadResponse {
  static final Syntax LENIENT = new Syntax(false, false, true);
  static final Syntax STRICT_UTF8 = new Syntax(true, false, false);
  static final Syntax LENIENT_UTF8 = new Syntax(true, false, true);

  /** What the session does with message data. */
  enum Data {
    STREAM,
    SWALLOW
  }

  /**
   * A call of the parser.
   *
   * @param arguments empty unless accepted
   */
  record Step(
      ResponseParser.Outcome outcome,
      Response.Kind kind,
      List<Argument> arguments,
      int quirks,
      int fetchKinds) {}

  private final Framer framer = new Framer(Framer.Side.SERVER, Limits.DEFAULT);
  final ResponseParser parser = new ResponseParser(Limits.DEFAULT);
  final List<Step> steps = new ArrayList<>();
  private final Data data;
  private final Syntax syntax;
  private boolean lineDone;
  private int responses;

  ReadResponse(Syntax syntax, Data data) {
    this.syntax = syntax;
    this.data = data;
    framer.lineMax(Limits.DEFAULT.serverLine());
  }

  /** One response, without its last CRLF; ISO-8859-1. */
  static ReadResponse of(String line, Syntax syntax) {
    ReadResponse read = new ReadResponse(syntax, Data.STREAM);
    if (!read.feed((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1))) {
      throw new AssertionError("framing: " + read.framer.violation().kind());
    }
    return read;
  }

  /**
   * Reads octets that make whole responses; the views of the last one stay valid until the next
   * call.
   *
   * @return false if their framing is broken
   */
  boolean feed(byte[] octets) {
    int at = 0;
    while (at < octets.length) {
      if (lineDone) {
        framer.next();
        lineDone = false;
      }
      Framer.Event event = framer.read(octets, at, octets.length);
      at += framer.consumed();
      switch (event) {
        case MORE, CHUNK -> {
          // Nothing to parse yet.
        }
        case LINE -> {
          step(false);
          lineDone = true;
          responses++;
        }
        case LITERAL -> {
          if (step(true) == ResponseParser.Outcome.ARGUMENT) {
            framer.hold();
          } else if (data == Data.STREAM) {
            framer.stream();
          } else {
            framer.swallow();
          }
        }
        case VIOLATION -> {
          return false;
        }
      }
    }
    return true;
  }

  private ResponseParser.Outcome step(boolean announced) {
    ResponseParser.Outcome outcome = parser.parse(framer.frame(), announced, syntax);
    Response response = parser.response();
    boolean accepted =
        (outcome == ResponseParser.Outcome.WHOLE || outcome == ResponseParser.Outcome.HEAD)
            && response.kind() != Response.Kind.UNKNOWN;
    steps.add(
        new Step(
            outcome,
            response.kind(),
            accepted ? response.arguments() : List.of(),
            response.quirks(),
            response.fetchKinds()));
    return outcome;
  }

  Response response() {
    return parser.response();
  }

  Frame frame() {
    return framer.frame();
  }

  Step last() {
    return steps.getLast();
  }

  /** Whether the octets were one response. */
  boolean isOne() {
    return lineDone && responses == 1;
  }

  /** Whether every segment was accepted. */
  boolean isAccepted() {
    return isWhole()
        && last().kind() != Response.Kind.UNKNOWN
        && steps.stream().noneMatch(step -> step.outcome() == ResponseParser.Outcome.UNGRAMMATICAL);
  }

  /** The quirks of all segments. */
  int quirks() {
    return steps.stream().mapToInt(Step::quirks).reduce(0, (all, one) -> all | one);
  }

  boolean isWhole() {
    return last().outcome() == ResponseParser.Outcome.WHOLE;
  }

  /** The arguments of the last segment. */
  String tuples() {
    return Tuples.show(last().arguments());
  }
}
