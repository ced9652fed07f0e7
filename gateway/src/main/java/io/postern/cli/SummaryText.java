package io.postern.cli;

import io.postern.audit.ObserveSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What observed policies would have changed: as plain fields, and as a table of these. */
final class SummaryText {
  private SummaryText() {}

  static Map<String, Object> fields(ObserveSummary.Summary summary, RuleLines lines) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("since", Explanation.time(summary.since()));
    List<Map<String, Object>> rules = new ArrayList<>();
    for (ObserveSummary.Row row : summary.rows()) {
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("service", row.service());
      rule.put("rule", row.rule());
      lines.text(row.rule()).ifPresent(text -> rule.put("rule_text", text));
      rule.put("action", row.action());
      rule.put("messages", row.messages());
      rule.put("count", row.count());
      rule.put("users", row.users());
      rule.put("more_users", row.more());
      rule.put("samples", row.samples());
      rule.put("first", Explanation.time(row.first()));
      rule.put("last", Explanation.time(row.last()));
      rules.add(rule);
    }
    all.put("rules", rules);
    all.put("uncounted", summary.uncounted());
    all.put("sessions_unjudged", summary.unjudged());
    return all;
  }

  static List<String> of(Map<String, Object> summary) {
    List<String> page = new ArrayList<>();
    List<?> rules = (List<?>) summary.get("rules");
    if (rules.isEmpty()) {
      page.add("nothing would have been changed since " + summary.get("since"));
      return page;
    }
    page.add("what observed policies would have changed since " + summary.get("since"));
    page.add(
        String.format(
            Locale.ROOT, "%8s %8s  %-13s %-28s %s", "messages", "users", "action", "rule", "of"));
    for (Object each : rules) {
      @SuppressWarnings("unchecked") // JSON objects have text keys
      Map<String, Object> rule = (Map<String, Object>) each;
      page.add(
          String.format(
              Locale.ROOT,
              "%8s %8s  %-13s %-28s %s",
              rule.get("count"),
              rule.get("users") + (Boolean.TRUE.equals(rule.get("more_users")) ? "+" : ""),
              rule.get("action"),
              rule.get("rule"),
              words(rule.get("messages")) + "; service " + rule.get("service")));
      if (rule.containsKey("rule_text")) {
        page.add(" ".repeat(19) + rule.get("rule_text"));
      }
      List<?> samples = (List<?>) rule.get("samples");
      page.add(
          " ".repeat(19)
              + "postern explain "
              + samples.getFirst()
              + (samples.size() > 1
                  ? "  (or " + words(samples.subList(1, samples.size())) + ")"
                  : ""));
    }
    return page;
  }

  private static String words(Object list) {
    List<String> words = new ArrayList<>();
    ((List<?>) list).forEach(word -> words.add(String.valueOf(word)));
    return String.join(", ", words);
  }
}
