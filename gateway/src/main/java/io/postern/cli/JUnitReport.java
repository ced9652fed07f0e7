package io.postern.cli;

import io.postern.policy.ConfigError;
import io.postern.transcript.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** {@code test --junit FILE}: the XML that build servers read, one test case a transcript. */
final class JUnitReport {
  private final StringBuilder xml = new StringBuilder();

  private JUnitReport() {}

  static void write(Path file, TestReport report) {
    try {
      Files.writeString(file, of(report));
    } catch (IOException e) {
      throw new VerbFailure(Exit.CANNOT_CREATE, file + ": can't be written: " + e.getMessage());
    }
  }

  static String of(TestReport report) {
    JUnitReport made = new JUnitReport();
    made.suite(report);
    return made.xml.toString();
  }

  private void suite(TestReport report) {
    long errors = report.unreadable() + report.badPolicies();
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite");
    attribute("name", "postern test");
    attribute("tests", Integer.toString(report.tried().size()));
    attribute("failures", Long.toString(report.failed()));
    attribute("errors", Long.toString(errors));
    attribute("time", seconds(report.millis()));
    xml.append(">\n<properties><property");
    attribute("name", "seed");
    attribute("value", Long.toString(report.seed()));
    xml.append("/></properties>\n");
    report.tried().forEach(this::testCase);
    xml.append("</testsuite>\n</testsuites>\n");
  }

  private void testCase(TestReport.Tried tried) {
    Path file = tried.result().file();
    xml.append("<testcase");
    attribute(
        "classname",
        Optional.ofNullable(file.getParent()).map(Path::toString).orElse("transcripts"));
    attribute("name", file.getFileName().toString());
    attribute("file", file.toString());
    attribute("time", seconds(tried.millis()));
    switch (tried.result()) {
      case Trial.Passed passed -> xml.append("/>\n");
      case Trial.Failed failed ->
          problem("failure", failed.difference().what(), failed.difference().toString());
      case Trial.Unreadable unreadable ->
          problem(
              "error",
              "is no transcript that can be read",
              String.join("\n", unreadable.problems()));
      case Trial.BadPolicy bad ->
          problem(
              "error",
              "its policy is wrong",
              String.join("\n", bad.errors().stream().map(JUnitReport::error).toList()));
    }
  }

  private static String error(ConfigError error) {
    return error.place() + ": " + error.message();
  }

  private void problem(String kind, String message, String text) {
    xml.append(">\n<").append(kind);
    attribute("message", message);
    xml.append('>');
    escape(text);
    xml.append("</").append(kind).append(">\n</testcase>\n");
  }

  private void attribute(String name, String value) {
    xml.append(' ').append(name).append("=\"");
    escape(value);
    xml.append('"');
  }

  /** XML 1.0, section 2.2: what is no character there can't be written at all, escaped or not. */
  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\n' -> xml.append("&#10;");
                case '\t' -> xml.append("&#9;");
                default -> xml.appendCodePoint(isCharacter(c) ? c : 0xFFFD);
              }
            });
  }

  private static boolean isCharacter(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }
}
