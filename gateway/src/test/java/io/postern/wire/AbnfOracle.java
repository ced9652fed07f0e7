package io.postern.wire;

import io.postern.imap.Ascii;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * For tests: whether octets are a response by {@code responses.abnf}, without quirks and without
 * UTF-8.
 */
final class AbnfOracle {
  private static final Abnf GRAMMAR = new Abnf(read(), checks());

  private AbnfOracle() {}

  static boolean isResponse(byte[] octets) {
    return GRAMMAR.matches("response", octets);
  }

  private static String read() {
    try (InputStream in = AbnfOracle.class.getResourceAsStream("responses.abnf")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Abnf.Check> checks() {
    return Map.ofEntries(
        Map.entry("number", (octets, start, end) -> atMost(octets, start, end, 32)),
        Map.entry("nz-number", (octets, start, end) -> atMost(octets, start, end, 32)),
        Map.entry("number64", (octets, start, end) -> atMost(octets, start, end, 63)),
        Map.entry("nz-number64", (octets, start, end) -> atMost(octets, start, end, 63)),
        Map.entry("literal", AbnfOracle::isLiteral),
        Map.entry("literal8", (octets, start, end) -> isLiteral(octets, start + 1, end)),
        Map.entry(
            "text-without-code",
            (octets, start, end) -> !text(octets, start, end).trim().startsWith("[")),
        Map.entry("unknown-code", (octets, start, end) -> !isKnown(octets, start, end)),
        Map.entry("free-text", AbnfOracle::isFree),
        Map.entry("tag", (octets, start, end) -> end - start <= 256),
        Map.entry("mailbox", AbnfOracle::isMailbox),
        Map.entry("old-name", (o, start, end) -> content(o, start, end).equals("OLDNAME")),
        Map.entry("child-info", (o, start, end) -> content(o, start, end).equals("CHILDINFO")),
        Map.entry(
            "other-item",
            (o, start, end) ->
                !content(o, start, end).equals("OLDNAME")
                    && !content(o, start, end).equals("CHILDINFO")),
        Map.entry("text-type", (o, start, end) -> content(o, start, end).equals("TEXT")),
        Map.entry("message-type", (o, start, end) -> isMessage(o, start, end, "RFC822", "GLOBAL")),
        Map.entry(
            "basic-type",
            (o, start, end) ->
                !isMessage(o, start, end, "RFC822", "RFC822")
                    && !content(o, start, behindString(o, start)).equals("TEXT")));
  }

  private static boolean atMost(byte[] octets, int start, int end, int bits) {
    return new BigInteger(text(octets, start, end)).bitLength() <= bits;
  }

  private static boolean isLiteral(byte[] octets, int start, int end) {
    String whole = text(octets, start, end);
    int brace = whole.indexOf('}');
    BigInteger count = new BigInteger(whole.substring(1, brace));
    return count.equals(BigInteger.valueOf(whole.length() - brace - 3L));
  }

  private static boolean isKnown(byte[] octets, int start, int end) {
    return io.postern.imap.CodeName.of(Ascii.upper(text(octets, start, end))).isPresent();
  }

  /** What the framer's tokens show too: quotes in it are closed. */
  private static boolean isFree(byte[] octets, int start, int end) {
    boolean quoted = false;
    for (int i = start; i < end; i++) {
      if (octets[i] == '"') {
        quoted = !quoted;
      } else if (octets[i] == '\\' && quoted) {
        i++;
      }
    }
    return !quoted && !text(octets, start, end).isBlank();
  }

  private static boolean isMailbox(byte[] octets, int start, int end) {
    String name = rawContent(octets, start, end);
    byte[] made = name.getBytes(StandardCharsets.ISO_8859_1);
    return ModifiedUtf7.decode(made, 0, made.length)
        .filter(decoded -> ModifiedUtf7.encode(decoded).equals(name))
        .isPresent();
  }

  private static boolean isMessage(byte[] octets, int start, int end, String one, String other) {
    int behind = behindString(octets, start);
    String subtype = content(octets, behind + 1, end);
    return content(octets, start, behind).equals("MESSAGE")
        && (subtype.equals(one) || subtype.equals(other));
  }

  /** The offset behind the quoted string or literal at {@code start}. */
  private static int behindString(byte[] octets, int start) {
    int i = start + 1;
    if (octets[start] == '{') {
      while (octets[i] != '}') {
        i++;
      }
      return i + 3 + Integer.parseInt(text(octets, start + 1, i));
    }
    while (octets[i] != '"') {
      i += octets[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static String content(byte[] octets, int start, int end) {
    return rawContent(octets, start, end).toUpperCase(Locale.ROOT);
  }

  private static String rawContent(byte[] octets, int start, int end) {
    String written = text(octets, start, end);
    return switch (octets[start]) {
      case '"' -> written.substring(1, written.length() - 1).replaceAll("\\\\(.)", "$1");
      case '{' -> written.substring(written.indexOf('\n') + 1);
      default -> written;
    };
  }

  private static String text(byte[] octets, int start, int end) {
    return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
