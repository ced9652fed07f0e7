package io.postern.wire;

import io.postern.imap.Ascii;
import io.postern.imap.Violation;

/**
 * {@code literal = "{" number64 ["+"] "}" CRLF *CHAR8}, RFC 9051 section 9: the marker behind its
 * brace, octet by octet and in one spelling (threats T04, T05).
 */
final class LiteralMarker {
  /** What an octet did. */
  enum Step {
    MORE,
    WHOLE,
    /** See {@link #kind}. */
    BROKEN
  }

  private enum Place {
    FIRST_DIGIT,
    DIGITS,
    BEHIND_PLUS,
    BEHIND_BRACE,
    BEHIND_CR
  }

  private final boolean plusAllowed;
  private Place place = Place.FIRST_DIGIT;
  private long octets;
  private boolean plus;
  private boolean literal8;
  private Violation.Kind kind = Violation.Kind.LITERAL_MARKER;

  /** {@code plusAllowed}: {@code {n+}} comes from clients only, RFC 7888. */
  LiteralMarker(boolean plusAllowed) {
    this.plusAllowed = plusAllowed;
  }

  /** Behind the opening brace. */
  void begin(boolean eight) {
    place = Place.FIRST_DIGIT;
    octets = 0;
    plus = false;
    literal8 = eight;
  }

  long octets() {
    return octets;
  }

  boolean plus() {
    return plus;
  }

  boolean literal8() {
    return literal8;
  }

  Violation.Kind kind() {
    return kind;
  }

  Step read(byte c) {
    return switch (place) {
      case FIRST_DIGIT -> digit(c);
      case DIGITS -> behindDigit(c);
      case BEHIND_PLUS -> c == '}' ? on(Place.BEHIND_BRACE) : broken(Violation.Kind.LITERAL_MARKER);
      case BEHIND_BRACE -> c == '\r' ? on(Place.BEHIND_CR) : broken(Violation.Kind.LITERAL_MARKER);
      case BEHIND_CR -> c == '\n' ? Step.WHOLE : broken(Violation.Kind.BARE_CR);
    };
  }

  private Step behindDigit(byte c) {
    if (c == '}') {
      return on(Place.BEHIND_BRACE);
    }
    if (c == '+' && plusAllowed) {
      plus = true;
      return on(Place.BEHIND_PLUS);
    }
    return digit(c);
  }

  private Step digit(byte c) {
    if (!Ascii.isDigit(c)) {
      return broken(Violation.Kind.LITERAL_MARKER);
    }
    int digit = c - '0';
    if (octets > (Long.MAX_VALUE - digit) / 10) {
      return broken(Violation.Kind.LITERAL_SIZE);
    }
    octets = octets * 10 + digit;
    return on(Place.DIGITS);
  }

  private Step on(Place next) {
    place = next;
    return Step.MORE;
  }

  private Step broken(Violation.Kind broken) {
    kind = broken;
    return Step.BROKEN;
  }
}
