package io.postern.transcript;

import io.postern.imap.Limits;
import io.postern.wire.Frame;
import io.postern.wire.Framer;
import io.postern.wire.ResponseParser;
import io.postern.wire.Syntax;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The direction of responses of a connection, framed as the gateway frames it. */
final class RecordedResponses implements RecordedStream {
  /** All mercy: what is sound by it is a response, whether the policy has quirks or not. */
  private static final Syntax SYNTAX = new Syntax(false, false, true);

  private final RecordedPair pair;
  private final Limits limits;
  private final Framer framer;
  private final ResponseParser parser;
  private final ResponseFiller filler;
  private int told;
  private boolean lineDone = true;

  /** Not by the grammar: its literals are counted, whatever they are. */
  private boolean broken;

  /** {@code lineMax}: the longest line, in octets. */
  RecordedResponses(RecordedPair pair, Limits limits, int lineMax, UnaryOperator<String> texts) {
    this.pair = pair;
    this.limits = limits;
    this.framer = new Framer(Framer.Side.SERVER, limits);
    this.parser = new ResponseParser(limits);
    filler = new ResponseFiller(texts);
    framer.lineMax(lineMax);
  }

  @Override
  public Found read(byte[] octets, int offset, int length) {
    if (lineDone) {
      framer.next();
      parser.reset();
      filler.begin();
      told = 0;
      lineDone = false;
      broken = false;
    }
    Framer.Event event = framer.read(octets, offset, offset + length);
    int used = framer.consumed();
    return switch (event) {
      case MORE -> new Nothing(used);
      case LINE -> {
        lineDone = true;
        yield found(used, false);
      }
      case LITERAL -> found(used, true);
      case CHUNK -> new Whole(used, new Part.Count(used));
      case VIOLATION -> {
        String rest =
            new String(
                octets, offset + used, Math.min(2, length - used), StandardCharsets.ISO_8859_1);
        yield new Broken(Filler.unframed(text(told) + rest));
      }
    };
  }

  private Found found(int used, boolean announced) {
    Frame frame = framer.frame();
    ResponseParser.Outcome outcome =
        broken ? ResponseParser.Outcome.UNGRAMMATICAL : parser.parse(frame, announced, SYNTAX);
    broken |= outcome == ResponseParser.Outcome.UNGRAMMATICAL;
    boolean begins = filler.begins();
    String words = filler.next(frame, told, pair.sasl(), broken);
    told = frame.length();
    if (begins) {
      filler
          .tag(frame)
          .ifPresentOrElse(
              tag -> pair.status(tag, filler.isBad()),
              () -> {
                if (filler.isContinuation()) {
                  pair.continues();
                }
              });
    }
    if (announced) {
      literal(outcome);
    }
    return new Whole(used, new Part.Words(words, begins));
  }

  private void literal(ResponseParser.Outcome outcome) {
    boolean argument = outcome == ResponseParser.Outcome.ARGUMENT;
    if (argument && framer.literalOctets() <= limits.argument()) {
      framer.hold();
      return;
    }
    broken |= argument;
    framer.stream();
    filler.segment();
    told = 0;
  }

  @Override
  public Optional<Part> partial() {
    int length = framer.frame().length();
    if (lineDone || length <= told) {
      return Optional.empty();
    }
    int count = length - told;
    told = length;
    return Optional.of(new Part.Words("x".repeat(count), false));
  }

  private String text(int start) {
    return new String(
        framer.frame().array(),
        start,
        framer.frame().length() - start,
        StandardCharsets.ISO_8859_1);
  }
}
