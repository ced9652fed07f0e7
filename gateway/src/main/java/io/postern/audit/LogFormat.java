package io.postern.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The two notations of a log line; fields and order are the same in both. Lines are printable
 * ASCII, whatever the peers sent.
 */
public enum LogFormat {
  /**
   * {@code ts=... level=info event=... name=value name="a value"}; what stands in quotes is a JSON
   * string.
   */
  TEXT {
    @Override
    public void append(LogLine line, StringBuilder out) {
      out.append("ts=").append(TIME.format(line.time()));
      out.append(" level=").append(line.level().text());
      out.append(" event=").append(line.event());
      for (LogLine.Field field : line.fields()) {
        out.append(' ').append(field.name()).append('=');
        if (field.number() || isPlain(field.value())) {
          out.append(field.value());
        } else {
          LogText.quote(field.value(), out);
        }
      }
    }
  },

  /** One JSON object (RFC 8259). */
  JSON {
    @Override
    public void append(LogLine line, StringBuilder out) {
      out.append("{\"ts\":\"").append(TIME.format(line.time()));
      out.append("\",\"level\":\"").append(line.level().text());
      out.append("\",\"event\":\"").append(line.event()).append('"');
      for (LogLine.Field field : line.fields()) {
        out.append(",\"").append(field.name()).append("\":");
        if (field.number()) {
          out.append(field.value());
        } else {
          LogText.quote(field.value(), out);
        }
      }
      out.append('}');
    }
  };

  /** RFC 3339 in UTC, always with milliseconds, so that lines sort as text. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Appends the line, without a line end. */
  public abstract void append(LogLine line, StringBuilder out);

  /** The time as it stands in {@code ts}. */
  static String time(Instant time) {
    return TIME.format(time);
  }

  /**
   * What can't be mistaken for something else without quotes: short, no space, no quote, no {@code
   * =}.
   */
  private static boolean isPlain(String value) {
    if (value.isEmpty() || value.length() > LogText.LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '"' || c == '\\' || c == '=') {
        return false;
      }
    }
    return true;
  }
}
