package io.postern.admin;

import java.util.List;
import java.util.Map;

/** Metrics as the text that Prometheus reads: its exposition format, version 0.0.4. */
public final class Exposition {
  /** What an answer with it says it is. */
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private Exposition() {}

  /** The whole text. */
  public static String text(List<Family> families) {
    StringBuilder out = new StringBuilder();
    for (Family family : families) {
      String name = family.name();
      out.append("# HELP ").append(name).append(' ').append(escaped(family.help())).append('\n');
      out.append("# TYPE ").append(name).append(' ').append(family.kind().text()).append('\n');
      for (Family.Sample sample : family.samples()) {
        out.append(name).append(sample.suffix());
        labels(sample.labels(), out);
        out.append(' ').append(number(sample.value())).append('\n');
      }
    }
    return out.toString();
  }

  private static void labels(Map<String, String> labels, StringBuilder out) {
    if (labels.isEmpty()) {
      return;
    }
    char before = '{';
    for (Map.Entry<String, String> label : labels.entrySet()) {
      out.append(before).append(label.getKey()).append("=\"");
      out.append(escaped(label.getValue()).replace("\"", "\\\"")).append('"');
      before = ',';
    }
    out.append('}');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  /** Whole numbers without a fraction: so labels and values are the same in every tool. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
