package io.postern.cli;

import io.postern.policy.ConfigError;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Place;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * How errors and warnings are told: {@code FILE:LINE:COLUMN: message}, as compilers do, so that
 * editors jump to them.
 */
final class Findings {
  private Findings() {}

  static void print(List<ConfigError> errors, PrintStream to, boolean colour) {
    for (ConfigError error : errors) {
      to.println(place(error.place(), colour) + Console.printable(error.message()));
    }
  }

  static void printWarnings(List<ConfigWarning> warnings, PrintStream to, boolean colour) {
    for (ConfigWarning warning : warnings) {
      to.println(
          place(warning.place(), colour)
              + styled("yellow", "warning: ", colour)
              + Console.printable(warning.message()));
    }
  }

  static List<Map<String, Object>> errors(List<ConfigError> errors) {
    List<Map<String, Object>> all = new ArrayList<>();
    errors.forEach(error -> all.add(finding(error.place(), error.message())));
    return all;
  }

  static List<Map<String, Object>> warnings(List<ConfigWarning> warnings) {
    List<Map<String, Object>> all = new ArrayList<>();
    warnings.forEach(warning -> all.add(finding(warning.place(), warning.message())));
    return all;
  }

  private static Map<String, Object> finding(Place place, String message) {
    Map<String, Object> finding = new LinkedHashMap<>();
    finding.put("file", place.file());
    if (place.line() > 0) {
      finding.put("line", place.line());
    }
    if (place.column() > 0) {
      finding.put("column", place.column());
    }
    finding.put("message", message);
    return finding;
  }

  private static String place(Place place, boolean colour) {
    return styled("bold", Console.printable(place.toString()) + ":", colour) + " ";
  }

  static String styled(String style, String text, boolean colour) {
    return colour ? Ansi.ON.new Text("@|" + style + " " + text + "|@").toString() : text;
  }
}
