package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.postern.imap.Ascii;
import java.nio.charset.StandardCharsets;

/**
 * What a server's first octets look like: enough to tell an IMAP server that takes a session from
 * one that doesn't, and from what isn't one. Whether it is a greeting is for the session's parser
 * alone to say.
 *
 * <pre>
 * greeting = "*" SP (resp-cond-auth / resp-cond-bye) CRLF    ; RFC 9051, section 9
 * </pre>
 */
enum FirstLine {
  /** {@code * OK} or {@code * PREAUTH}. */
  WELCOME(""),
  /** {@code * BYE}. */
  BYE("greeted with BYE"),
  /** Anything else. */
  OTHER("sent no IMAP greeting");

  private final String fault;

  FirstLine(String fault) {
    this.fault = fault;
  }

  /** What is wrong with it, a short sentence; empty for nothing. */
  String fault() {
    return fault;
  }

  private static final String[] WELCOMES = {"* OK", "* PREAUTH"};
  private static final String[] GOODBYES = {"* BYE"};

  static FirstLine of(ByteBuf octets) {
    for (String welcome : WELCOMES) {
      if (begins(octets, welcome)) {
        return WELCOME;
      }
    }
    for (String bye : GOODBYES) {
      if (begins(octets, bye)) {
        return BYE;
      }
    }
    return OTHER;
  }

  /** The words in any case (RFC 9051, section 9), and no longer word than that. */
  private static boolean begins(ByteBuf octets, String words) {
    int start = octets.readerIndex();
    if (octets.readableBytes() <= words.length()) {
      return false;
    }
    String found = octets.toString(start, words.length(), StandardCharsets.ISO_8859_1);
    byte next = octets.getByte(start + words.length());
    return Ascii.upper(found).equals(words) && (next == ' ' || next == '\r');
  }
}
