package io.postern.transcript;

import io.postern.imap.Ascii;
import io.postern.imap.ResponseName;
import io.postern.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Responses with filler for what nobody is to see: strings of FETCH data but dates and the words
 * that the grammar of body structures knows, SASL challenges, and everything that isn't a sound
 * response. Unchanged responses pass the gateway as they are, so filler has the octets' number.
 *
 * <p>A response comes in segments: the walk over its tokens goes on where it was.
 */
final class ResponseFiller {
  private enum Kind {
    SHOWN,
    FETCH,
    CHALLENGE,
    FILLED
  }

  private static final Set<String> ITEMS =
      Set.of(
          "BODY",
          "BODYSTRUCTURE",
          "BINARY",
          "BINARY.SIZE",
          "ENVELOPE",
          "FLAGS",
          "INTERNALDATE",
          "MODSEQ",
          "RFC822",
          "RFC822.HEADER",
          "RFC822.SIZE",
          "RFC822.TEXT",
          "UID",
          "EMAILID",
          "THREADID",
          "SAVEDATE",
          "PREVIEW");

  /** Types, encodings and parameter names: public words, some of which the grammar needs. */
  private static final Set<String> STRUCTURE =
      Set.of(
          "TEXT",
          "PLAIN",
          "HTML",
          "CALENDAR",
          "CSV",
          "MESSAGE",
          "RFC822",
          "GLOBAL",
          "DELIVERY-STATUS",
          "MULTIPART",
          "MIXED",
          "ALTERNATIVE",
          "RELATED",
          "DIGEST",
          "REPORT",
          "SIGNED",
          "ENCRYPTED",
          "APPLICATION",
          "OCTET-STREAM",
          "PDF",
          "ZIP",
          "PGP-SIGNATURE",
          "IMAGE",
          "PNG",
          "JPEG",
          "GIF",
          "AUDIO",
          "VIDEO",
          "CHARSET",
          "UTF-8",
          "US-ASCII",
          "ISO-8859-1",
          "FORMAT",
          "FLOWED",
          "DELSP",
          "NAME",
          "BOUNDARY",
          "7BIT",
          "8BIT",
          "BINARY",
          "BASE64",
          "QUOTED-PRINTABLE",
          "INLINE",
          "ATTACHMENT",
          "FILENAME",
          "SIZE",
          "EN",
          "DE");

  /** Four letters may be a word. */
  private static final int CHALLENGE_MIN = 8;

  private final UnaryOperator<String> texts;
  private Kind kind = Kind.SHOWN;
  private boolean begun;
  private int walked;
  private int depth;
  private int brackets;
  private boolean section;
  private String item = "";
  private boolean bad;
  private boolean continuation;

  /** {@code texts}: what is done to the text of a status, which is free and may hold anything. */
  ResponseFiller(UnaryOperator<String> texts) {
    this.texts = texts;
  }

  /** A response begins. */
  void begin() {
    begun = false;
    walked = 0;
    depth = 0;
    brackets = 0;
    section = false;
    item = "";
    bad = false;
    continuation = false;
  }

  /** The frame was emptied for a literal; the response goes on behind it. */
  void segment() {
    walked = 0;
    depth = Math.max(depth, 1);
  }

  boolean begins() {
    return !begun;
  }

  /** Whether it is BAD, which answers a command whose tag isn't one. */
  boolean isBad() {
    return bad;
  }

  boolean isContinuation() {
    return continuation;
  }

  /** The tag of a status response, {@code *} for an untagged one. */
  Optional<String> tag(Frame frame) {
    int status = second(frame);
    if (continuation || status == frame.tokens()) {
      return Optional.empty();
    }
    return ResponseName.of(upper(frame, status))
        .filter(ResponseName::isTaggable)
        .map(name -> raw(frame, frame.start(0), frame.end(status - 1)));
  }

  /** The first token behind SP: a tag may hold brackets, which are tokens of their own. */
  private static int second(Frame frame) {
    int token = 1;
    while (token < frame.tokens() && frame.spacesBefore(token) == 0) {
      token++;
    }
    return Math.min(token, frame.tokens());
  }

  /**
   * The frame's octets from {@code from} on.
   *
   * @param sasl whether a continuation request is a challenge
   * @param broken whether it isn't by the grammar
   */
  String next(Frame frame, int from, boolean sasl, boolean broken) {
    if (!begun) {
      kind = kind(frame, sasl);
      begun = true;
    }
    if (broken) {
      kind = Kind.FILLED;
    }
    StringBuilder made = new StringBuilder();
    int at = from;
    // A marker becomes its literal's token when the literal is held.
    int end = frame.tokens() - (announces(frame) ? 1 : 0);
    for (; walked < end; walked++) {
      int start = frame.start(walked);
      if (shown(frame, walked) || start < at) {
        continue;
      }
      made.append(raw(frame, at, start));
      String octets = raw(frame, start, frame.end(walked));
      made.append(
          switch (kind) {
            case SHOWN -> continuation ? unasked(octets) : texts.apply(octets);
            case CHALLENGE -> Filler.base64(octets);
            case FETCH, FILLED -> Filler.octets(octets);
          });
      at = frame.end(walked);
    }
    return made.append(raw(frame, at, frame.length())).toString();
  }

  private static boolean announces(Frame frame) {
    return frame.tokens() > 0 && frame.kind(frame.tokens() - 1) == Frame.MARKER;
  }

  /**
   * A continuation request outside of SASL: text, unless it looks like a challenge all the same.
   */
  private static String unasked(String text) {
    String filled = Filler.base64(text);
    return text.length() < CHALLENGE_MIN || filled.startsWith("!") ? text : filled;
  }

  private Kind kind(Frame frame, boolean sasl) {
    String first = frame.tokens() == 0 ? "" : upper(frame, 0);
    if (first.equals("+")) {
      continuation = true;
      return sasl ? Kind.CHALLENGE : Kind.SHOWN;
    }
    int at =
        first.equals("*") && frame.tokens() > 2 && isNumber(upper(frame, 1)) ? 2 : second(frame);
    Optional<ResponseName> name =
        frame.tokens() > at ? ResponseName.of(upper(frame, at)) : Optional.empty();
    if (name.isEmpty()) {
      return Kind.FILLED;
    }
    bad = name.get() == ResponseName.BAD;
    return name.get() == ResponseName.FETCH ? Kind.FETCH : Kind.SHOWN;
  }

  private boolean shown(Frame frame, int token) {
    byte of = frame.kind(token);
    return switch (kind) {
      case SHOWN -> of != Frame.TEXT;
      case CHALLENGE -> token == 0;
      case FILLED -> isSyntax(of) || isHead(frame, token);
      case FETCH -> isHead(frame, token) || fetch(frame, token, of);
    };
  }

  private static boolean isSyntax(byte of) {
    return of == Frame.OPEN
        || of == Frame.CLOSE
        || of == Frame.OPEN_BRACKET
        || of == Frame.CLOSE_BRACKET
        || of == Frame.MARKER;
  }

  /** {@code *}, a number, and the name of a response that is known. */
  private boolean isHead(Frame frame, int token) {
    if (depth > 0 || !item.isEmpty() || token > 2) {
      return false;
    }
    String word = upper(frame, token);
    return switch (token) {
      case 0 -> word.equals("*") || word.equals("+");
      default -> isNumber(word) || ResponseName.of(word).isPresent();
    };
  }

  private boolean fetch(Frame frame, int token, byte of) {
    switch (of) {
      case Frame.OPEN -> depth++;
      case Frame.CLOSE -> depth--;
      case Frame.OPEN_BRACKET -> {
        brackets++;
        section = true;
      }
      case Frame.CLOSE_BRACKET -> brackets--;
      case Frame.ATOM -> {
        return atom(upper(frame, token));
      }
      case Frame.QUOTED, Frame.LITERAL, Frame.LITERAL8 -> {
        return brackets > 0 || string(upper(frame, token));
      }
      default -> {}
    }
    return isSyntax(of);
  }

  private boolean atom(String word) {
    if (brackets > 0 || word.equals("NIL") || isNumber(word)) {
      return true;
    }
    if (depth == 1 && ITEMS.contains(word)) {
      item = word;
      section = false;
      return true;
    }
    return switch (item) {
      case "FLAGS", "EMAILID", "THREADID" -> true;
      // The origin of a range: <0>.
      default ->
          word.startsWith("<")
              && word.endsWith(">")
              && isNumber(word.substring(1, word.length() - 1));
    };
  }

  private boolean string(String word) {
    return switch (item) {
      case "INTERNALDATE", "SAVEDATE" -> true;
      case "BODY", "BODYSTRUCTURE" -> !section && STRUCTURE.contains(word);
      default -> false;
    };
  }

  /** Some servers count below zero. */
  private static boolean isNumber(String word) {
    String digits = word.startsWith("-") ? word.substring(1) : word;
    return !digits.isEmpty() && digits.chars().allMatch(Ascii::isDigit);
  }

  private static String upper(Frame frame, int token) {
    return Ascii.upper(raw(frame, frame.start(token), frame.end(token)));
  }

  private static String raw(Frame frame, int start, int end) {
    return start >= end
        ? ""
        : new String(frame.array(), start, end - start, StandardCharsets.ISO_8859_1);
  }
}
