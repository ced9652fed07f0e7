package io.postern.wire;

import io.postern.imap.Limits;
import io.postern.imap.Octets;
import java.util.List;
import java.util.Optional;

/**
 * An administrator's own answer to a command (IMAP_REQ_RESPOND), checked by the response grammar
 * (spec section 4).
 */
public final class Reply {
  private static final int TEXT_MAX = 500;

  private Reply() {}

  /**
   * The lines on the wire, or nothing where one of them isn't a response.
   *
   * @param tag the client's tag
   * @param lastWord the last word of the command's name, for the shorthand {@code "[A B]"}
   * @param status OK, NO or BAD with a valid status, without the tag
   * @param untagged lines without {@code "* "}
   */
  public static Optional<Octets> lines(
      String tag, String lastWord, String status, List<String> untagged) {
    StringBuilder made = new StringBuilder();
    for (String line : untagged) {
      String whole =
          "* " + (isShorthand(line) ? lastWord + " " + line.substring(1, line.length() - 1) : line);
      if (!isResponse(whole, Response.Kind.UNTAGGED)) {
        return Optional.empty();
      }
      made.append(whole).append("\r\n");
    }
    if (!isResponse("x " + status, Response.Kind.TAGGED)) {
      return Optional.empty();
    }
    return Optional.of(
        Octets.ascii(made.append(tag).append(' ').append(status).append("\r\n").toString()));
  }

  /**
   * Whether a text may stand in a status or a BYE (spec section 4): 1 to 500 characters 0x20 to
   * 0x7E, and a leading bracket only where it begins a response code.
   */
  public static boolean isText(String text) {
    return !text.isEmpty()
        && text.length() <= TEXT_MAX
        && isPrintable(text)
        && (!text.startsWith("[") || isResponse("x NO " + text, Response.Kind.TAGGED));
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E);
  }

  private static boolean isShorthand(String line) {
    return line.length() > 2 && line.startsWith("[") && line.endsWith("]");
  }

  private static boolean isResponse(String line, Response.Kind kind) {
    if (line.length() > TEXT_MAX || !isPrintable(line)) {
      return false;
    }
    byte[] octets = Octets.ascii(line + "\r\n").toByteArray();
    Framer framer = new Framer(Framer.Side.SERVER, Limits.DEFAULT);
    if (framer.read(octets, 0, octets.length) != Framer.Event.LINE
        || framer.consumed() != octets.length) {
      return false;
    }
    ResponseParser parser = new ResponseParser(Limits.DEFAULT);
    return parser.parse(framer.frame(), false, Syntax.STRICT) == ResponseParser.Outcome.WHOLE
        && parser.response().kind() == kind;
  }
}
