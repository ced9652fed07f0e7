package io.postern.transcript;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The escapes of a transcript's lines: {@code \xNN}, {@code \r}, {@code \n}, {@code \\}; a single
 * one at the end: no CRLF.
 */
final class Escapes {
  private static final String EXPECTED =
      "\\xNN, \\r, \\n, \\\\, or a single \\ at the end of the line";

  private Escapes() {}

  /** A wrong escape. */
  static final class BadEscape extends Exception {
    private static final long serialVersionUID = 1L;

    BadEscape(String what) {
      super(what + "; expected " + EXPECTED);
    }
  }

  /**
   * The octets of a line as written, one character each, CRLF behind them unless a trailing
   * backslash says no.
   */
  static String read(String written) throws BadEscape {
    StringBuilder octets = new StringBuilder();
    String source = latin1(written);
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i++);
      if (c != '\\') {
        octets.append(c);
        continue;
      }
      if (i == source.length()) {
        return octets.toString();
      }
      switch (source.charAt(i++)) {
        case '\\' -> octets.append('\\');
        case 'r' -> octets.append('\r');
        case 'n' -> octets.append('\n');
        case 'x' -> {
          if (i + 2 > source.length()
              || !HexFormat.isHexDigit(source.charAt(i))
              || !HexFormat.isHexDigit(source.charAt(i + 1))) {
            throw new BadEscape("\\x without two hexadecimal digits");
          }
          octets.append((char) HexFormat.fromHexDigits(source, i, i + 2));
          i += 2;
        }
        default -> throw new BadEscape("unknown escape \\" + source.charAt(i - 1));
      }
    }
    return octets.append("\r\n").toString();
  }

  /**
   * Octets as a transcript would write them, the CRLF at the end left out; cut behind {@code max}
   * characters.
   */
  static String write(String octets, int max) {
    boolean line = octets.endsWith("\r\n");
    String body = line ? octets.substring(0, octets.length() - 2) : octets;
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < body.length(); i++) {
      if (written.length() >= max) {
        return written.append("... (").append(octets.length()).append(" octets)").toString();
      }
      char c = body.charAt(i);
      switch (c) {
        case '\\' -> written.append("\\\\");
        case '\r' -> written.append("\\r");
        case '\n' -> written.append("\\n");
        default -> {
          if (c >= 0x20 && c < 0x7F) {
            written.append(c);
          } else {
            written.append("\\x").append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
          }
        }
      }
    }
    return line ? written.toString() : written.append('\\').toString();
  }

  /** The UTF-8 octets of a text, one character each. */
  static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
