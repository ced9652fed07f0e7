package io.postern.admin;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * The little JSON (RFC 8259) that the control socket speaks and that verbs tell their results in.
 * What is written is ASCII, so that no console changes it.
 */
public final class Json {
  private Json() {}

  /**
   * Maps with text keys, collections, texts, numbers and truth values; anything else is our
   * mistake.
   */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    append(value, out);
    return out.toString();
  }

  /**
   * Reads one value: a {@link Map} in the order of the text, a {@link java.util.List}, a {@link
   * String}, a {@link Long}, a {@link Double} or a {@link Boolean}.
   *
   * @throws IllegalArgumentException for anything else, {@code null} and keys that stand twice
   *     included; the message says what and where, and quotes nothing
   */
  public static Object read(String text) {
    return new JsonReader(text).whole();
  }

  private static void append(Object value, StringBuilder out) {
    switch (value) {
      case String text -> quote(text, out);
      case Integer number -> out.append(number);
      case Long number -> out.append(number);
      case Boolean truth -> out.append(truth);
      case Double number when Double.isFinite(number) -> out.append(number);
      case Map<?, ?> map -> {
        String comma = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(comma);
          quote((String) entry.getKey(), out);
          out.append(':');
          append(entry.getValue(), out);
          comma = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case Collection<?> items -> {
        String comma = "[";
        for (Object item : items) {
          out.append(comma);
          append(item, out);
          comma = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7F) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    out.append('"');
  }
}
