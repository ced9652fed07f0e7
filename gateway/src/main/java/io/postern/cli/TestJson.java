package io.postern.cli;

import io.postern.transcript.Coverage;
import io.postern.transcript.Difference;
import io.postern.transcript.Row;
import io.postern.transcript.Told;
import io.postern.transcript.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code test --output json}. */
final class TestJson {
  private TestJson() {}

  static Map<String, Object> of(TestReport report) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ok", report.exit() == Exit.OK);
    all.put("seed", report.seed());
    all.put("duration_ms", report.millis());
    all.put("passed", report.passed());
    all.put("failed", report.tried().size() - report.passed());
    List<Map<String, Object>> files = new ArrayList<>();
    report.tried().forEach(tried -> files.add(file(tried)));
    all.put("files", files);
    report.coverage().ifPresent(coverage -> all.put("coverage", coverage(coverage)));
    return all;
  }

  private static Map<String, Object> coverage(Coverage coverage) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("rules", coverage.rules());
    all.put("exercised", coverage.exercised());
    List<Map<String, Object>> uncovered = new ArrayList<>();
    coverage.files().stream()
        .flatMap(file -> file.uncovered().stream())
        .forEach(
            rule -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("file", rule.file());
              one.put("line", rule.line());
              one.put("table", rule.table());
              one.put("key", rule.key());
              uncovered.add(one);
            });
    all.put("uncovered", uncovered);
    return all;
  }

  private static Map<String, Object> file(TestReport.Tried tried) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("file", tried.result().file().toString());
    one.put("duration_ms", tried.millis());
    switch (tried.result()) {
      case Trial.Passed passed -> one.put("result", "ok");
      case Trial.Failed(var file, Difference difference) -> {
        one.put("result", "failed");
        one.put("line", difference.line());
        one.put("what", difference.what());
        one.put("cut", difference.cut().toString());
        one.put("talk", difference.talk().stream().map(TestJson::row).toList());
        one.put("decided", difference.decided().stream().map(TestJson::told).toList());
      }
      case Trial.Unreadable unreadable -> {
        one.put("result", "unreadable");
        one.put("problems", unreadable.problems());
      }
      case Trial.BadPolicy bad -> {
        one.put("result", "bad_policy");
        one.put("errors", Findings.errors(bad.errors()));
      }
    }
    return one;
  }

  private static Map<String, Object> row(Row row) {
    Map<String, Object> one = new LinkedHashMap<>();
    if (row.line() > 0) {
      one.put("line", row.line());
    }
    one.put("same", row.same());
    one.put("transcript", row.expected());
    one.put("happened", row.happened());
    return one;
  }

  private static Map<String, Object> told(Told told) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("decision_id", told.id());
    one.put("message", told.message());
    one.put("action", told.action());
    one.put("rule", told.rule());
    one.put("reason", told.reason());
    return one;
  }
}
