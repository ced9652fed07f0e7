package io.postern.transcript;

import io.postern.imap.Ascii;
import io.postern.imap.Utf8;
import io.postern.wire.Base64Line;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * What stands in a recorded transcript in place of octets that nobody is to see: as many octets,
 * which the gateway takes in the same way. It depends on the length and the class of what it
 * replaces and on nothing else, so that both sides of the gateway get the same.
 *
 * <p>Octets are text of one character each.
 */
final class Filler {
  private static final String NIL = "NIL";
  private static final int ASTRING = Ascii.ATOM | Ascii.DIGIT | Ascii.PLUS | Ascii.RESP_SPECIAL;

  /** No ASTRING-CHAR (RFC 9051, section 9): what holds it is quoted or malformed. */
  private static final char SPECIAL = '%';

  private Filler() {}

  /**
   * For the value of a string, whatever form it has on the wire: an atom where the value could be
   * one, what must be quoted where it must, what must be a literal where it must. A value that is
   * the word NIL stays: the gateway treats no other so.
   */
  static String string(String value) {
    if (value.isEmpty() || Ascii.upper(value).equals(NIL)) {
      return value;
    }
    int classes = 0;
    boolean special = false;
    boolean lineEnd = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      classes |= Ascii.of(c);
      special |= (Ascii.of(c) & ASTRING) == 0;
      lineEnd |= c == '\r' || c == '\n';
    }
    if (lineEnd) {
      return withLast(value, '\n');
    }
    if ((classes & Ascii.EIGHT_BIT) != 0 || value.indexOf(0) >= 0) {
      return octets(value);
    }
    return special ? withLast(value, SPECIAL) : "x".repeat(value.length());
  }

  private static String withLast(String value, char last) {
    String filled = octets(value);
    return filled.substring(0, filled.length() - 1) + last;
  }

  /** For octets of which only NUL, and whether they are UTF-8, may matter. */
  static String octets(String value) {
    byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
    boolean utf8 = Utf8.isValid(octets, 0, octets.length);
    for (int i = 0; i < octets.length; i++) {
      int octet = octets[i] & 0xFF;
      if (octet == 0) {
        continue;
      }
      octets[i] = (byte) (octet < 0x80 ? 'x' : utf8 ? sequence(octet) : 0xFF);
    }
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  /** An octet of U+00E9, U+20AC or U+1F600 in its place in the sequence. */
  private static int sequence(int octet) {
    if (octet >= 0xF0) {
      return 0xF0;
    }
    if (octet >= 0xE0) {
      return 0xE2;
    }
    // Valid behind each of the three leads.
    return octet >= 0xC0 ? 0xC3 : 0x9F;
  }

  /** For a line or argument of SASL: canonical base64 stays so, and what isn't stays wrong. */
  static String base64(String line) {
    if (line.isEmpty() || line.equals("=") || line.equals("*")) {
      return line;
    }
    byte[] octets = line.getBytes(StandardCharsets.ISO_8859_1);
    if (!Base64Line.isCanonical(octets, 0, octets.length)) {
      return "!".repeat(octets.length);
    }
    byte[] filled = new byte[Base64.getDecoder().decode(octets).length];
    Arrays.fill(filled, (byte) 'x');
    return Base64.getEncoder().encodeToString(filled);
  }

  /**
   * The client's first line of an exchange, where the user's name stays: PLAIN's {@code [authzid]
   * NUL authcid NUL passwd} (RFC 4616, section 2), and LOGIN's first answer, which is the name.
   */
  static String firstBase64(String mechanism, String line) {
    byte[] octets = line.getBytes(StandardCharsets.ISO_8859_1);
    if (octets.length == 0 || !Base64Line.isCanonical(octets, 0, octets.length)) {
      return base64(line);
    }
    return switch (mechanism) {
      case "LOGIN" -> line;
      case "PLAIN" -> plain(Base64.getDecoder().decode(octets), line);
      default -> base64(line);
    };
  }

  private static String plain(byte[] message, String line) {
    int nuls = 0;
    int password = 0;
    while (nuls < 2 && password < message.length) {
      nuls += message[password++] == 0 ? 1 : 0;
    }
    if (nuls < 2) {
      return base64(line);
    }
    Arrays.fill(message, password, message.length, (byte) 'x');
    return Base64.getEncoder().encodeToString(message);
  }

  /**
   * For a line that breaks the protocol's framing: what framing looks at stays, the rest is filler.
   */
  static String unframed(String octets) {
    StringBuilder filled = new StringBuilder(octets.length());
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      if (Ascii.isDigit(c)) {
        filled.append('9');
      } else {
        filled.append("\r\n\0 \"\\(){}[]+~".indexOf(c) >= 0 ? c : 'x');
      }
    }
    return filled.toString();
  }
}
