package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.FetchKind;

/**
 * {@code msg-att} of RFC 9051, section 9: the data of a FETCH response, whole or cut at message
 * literals.
 */
final class FetchGrammar {
  private final TokenCursor cursor;
  private final Response response;
  private final EnvelopeGrammar envelopes;
  private final BodyStructureGrammar bodies;
  private boolean atLiteral;

  FetchGrammar(TokenCursor cursor, Response response) {
    this.cursor = cursor;
    this.response = response;
    this.envelopes = new EnvelopeGrammar(cursor);
    this.bodies = new BodyStructureGrammar(cursor, envelopes);
  }

  /**
   * Whether the marker at the frame's end, with one parenthesis open before it, is that of message
   * data: it stands behind the name of such an item. No other value at this depth follows an atom
   * or bracket of that form.
   */
  static boolean announcesData(Frame frame, int marker) {
    int before = marker - 1;
    if (before < 0) {
      return false;
    }
    byte[] octets = frame.array();
    return switch (frame.kind(before)) {
      case Frame.CLOSE_BRACKET -> true;
      case Frame.ATOM -> {
        int start = frame.start(before);
        int end = frame.end(before);
        yield isRfc822Data(octets, start, end)
            || (octets[start] == '<'
                && before > 0
                && frame.kind(before - 1) == Frame.CLOSE_BRACKET);
      }
      default -> false;
    };
  }

  /** Before each segment, of whatever response. */
  void begin() {
    atLiteral = false;
  }

  /**
   * {@code msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP ..) ")"}, from its parenthesis on.
   */
  boolean list() {
    return cursor.space() && cursor.open() && items(true);
  }

  /** What follows behind a message literal. */
  boolean rest() {
    return items(false);
  }

  /** Whether the last call ended at an announced message literal. */
  boolean atLiteral() {
    return atLiteral;
  }

  private boolean items(boolean first) {
    boolean begins = first;
    while (begins || !cursor.atClose()) {
      if (!cursor.separator(begins) || !item()) {
        return false;
      }
      if (atLiteral) {
        return true;
      }
      begins = false;
    }
    return cursor.close();
  }

  private boolean item() {
    if (cursor.kind() != Frame.ATOM) {
      return false;
    }
    Frame frame = cursor.frame();
    return switch (frame.end(cursor.at()) - frame.start(cursor.at())) {
      case 3 -> name("UID", FetchKind.UID) && cursor.nzNumber(Numerals.NUMBER_MAX);
      case 4 -> cursor.is("BODY") && body();
      case 5 -> name("FLAGS", FetchKind.FLAGS) && cursor.flagList(false);
      case 6 ->
          cursor.is("MODSEQ")
              ? name("MODSEQ", FetchKind.MODSEQ) && modSequence()
              : cursor.is("BINARY") ? binary() : data("RFC822");
      case 8 -> name("ENVELOPE", FetchKind.ENVELOPE) && envelopes.envelope();
      case 11 ->
          cursor.is("RFC822.SIZE")
              ? name("RFC822.SIZE", FetchKind.SIZE) && cursor.number(Numerals.NUMBER64_MAX)
              : cursor.is("BINARY.SIZE") ? binarySize() : data("RFC822.TEXT");
      case 12 -> name("INTERNALDATE", FetchKind.INTERNALDATE) && cursor.dateTime();
      case 13 ->
          cursor.is("BODYSTRUCTURE")
              ? name("BODYSTRUCTURE", FetchKind.BODYSTRUCTURE) && bodies.body()
              : data("RFC822.HEADER");
      default -> false;
    };
  }

  /** The item's name and the SP behind it. */
  private boolean name(String word, FetchKind kind) {
    return keyword(word, kind) && cursor.space();
  }

  private boolean keyword(String word, FetchKind kind) {
    if (!cursor.keyword(word)) {
      return false;
    }
    response.noteFetchKind(kind);
    return true;
  }

  /** {@code "RFC822" [".HEADER" / ".TEXT"] SP nstring} (RFC 3501). */
  private boolean data(String word) {
    return name(word, FetchKind.BODY_DATA) && messageData(false);
  }

  /** {@code "(" permsg-modsequence ")"} (RFC 7162): 63 bits, not 0. */
  private boolean modSequence() {
    return cursor.open()
        && cursor.adjacent()
        && cursor.nzNumber(Numerals.NUMBER64_MAX)
        && cursor.close();
  }

  /** {@code "BODY" section ["<" number ">"] SP nstring}, or {@code "BODY" SP body}. */
  private boolean body() {
    cursor.take(Roles.KEYWORD);
    if (!atSection()) {
      response.noteFetchKind(FetchKind.BODY);
      return cursor.space() && bodies.body();
    }
    response.noteFetchKind(FetchKind.BODY_DATA);
    return SectionGrammar.section(cursor)
        && SectionGrammar.origin(cursor)
        && cursor.space()
        && messageData(false);
  }

  /** {@code "BINARY" section-binary ["<" number ">"] SP (nstring / literal8)}. */
  private boolean binary() {
    return keyword("BINARY", FetchKind.BINARY_DATA)
        && atSection()
        && SectionGrammar.part(cursor)
        && SectionGrammar.origin(cursor)
        && cursor.space()
        && messageData(true);
  }

  /** {@code "BINARY.SIZE" section-binary SP number}. */
  private boolean binarySize() {
    return keyword("BINARY.SIZE", FetchKind.BINARY_SIZE)
        && atSection()
        && SectionGrammar.part(cursor)
        && cursor.space()
        && cursor.number(Numerals.NUMBER_MAX);
  }

  private boolean atSection() {
    return cursor.kind() == Frame.OPEN_BRACKET && cursor.frame().spacesBefore(cursor.at()) == 0;
  }

  /**
   * nstring, or literal8 where it may be; a marker is the announced literal, which ends this
   * segment.
   */
  private boolean messageData(boolean literal8) {
    return switch (cursor.kind()) {
      case Frame.MARKER -> {
        atLiteral = cursor.atAnnouncement() && (literal8 || !announcesLiteral8());
        yield atLiteral && cursor.take(Roles.MESSAGE);
      }
      case Frame.LITERAL8 -> literal8 && cursor.take(Roles.MESSAGE);
      default -> cursor.nstring(Roles.MESSAGE);
    };
  }

  /** Whether the marker at the frame's end is {@code ~{n}}. */
  private boolean announcesLiteral8() {
    Frame frame = cursor.frame();
    byte[] octets = frame.array();
    int i = frame.length() - 1;
    while (i > 0 && octets[i] != '{') {
      i--;
    }
    return i > 0 && octets[i - 1] == '~';
  }

  private static boolean isRfc822Data(byte[] octets, int start, int end) {
    return Ascii.matches(octets, start, end, "RFC822")
        || Ascii.matches(octets, start, end, "RFC822.TEXT")
        || Ascii.matches(octets, start, end, "RFC822.HEADER");
  }
}
