package io.postern.audit;

/** Text of strangers, made fit for a log: printable ASCII in quotes, cut at a bound. */
final class LogText {
  /**
   * The longest value between its quotes; names and refusals are far shorter, and a flood of long
   * ones must not fill a disk.
   */
  static final int LENGTH_MAX = 512;

  private static final String CUT = "...";
  private static final String HEX = "0123456789abcdef";

  private LogText() {}

  /**
   * Appends a JSON string (RFC 8259, section 7) in ASCII: control characters, DEL and all beyond
   * ASCII are escaped, so no line end, terminal escape or look-alike letter of a peer reaches a
   * file or a screen.
   */
  static void quote(String value, StringBuilder out) {
    out.append('"');
    int start = out.length();
    // Where to cut if it comes to that: a whole escape goes, never half of one.
    int cut = start;
    for (int i = 0; i < value.length(); i++) {
      escape(value.charAt(i), out);
      int length = out.length() - start;
      if (length > LENGTH_MAX) {
        out.setLength(cut);
        out.append(CUT);
        break;
      }
      if (length <= LENGTH_MAX - CUT.length()) {
        cut = out.length();
      }
    }
    out.append('"');
  }

  private static void escape(char c, StringBuilder out) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c >= ' ' && c < 0x7F) {
      out.append(c);
    } else {
      out.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(HEX.charAt((c >> shift) & 0xF));
      }
    }
  }
}
