package io.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A page of the fields of an {@link Explanation}, whoever made them: here, or over the socket. */
final class ExplanationText {
  private final List<String> lines = new ArrayList<>();

  private ExplanationText() {}

  static List<String> of(Map<String, Object> explanation) {
    ExplanationText page = new ExplanationText();
    page.head(explanation);
    for (Object verdict : list(explanation.get("verdicts"))) {
      page.verdict(map(verdict));
    }
    for (Object heard : list(explanation.get("server_hears"))) {
      page.row("server", "hears  " + heard);
    }
    for (Object heard : list(explanation.get("client_hears"))) {
      page.row("client", "hears  " + heard);
    }
    return page.lines;
  }

  private void head(Map<String, Object> of) {
    if (!of.containsKey("decision_id")) {
      return;
    }
    lines.add("decision " + of.get("decision_id") + " at " + of.get("time"));
    row(
        "session",
        of.get("session_id")
            + " of service "
            + of.get("service")
            + ", client "
            + of.get("client_ip")
            + (of.containsKey("user") ? ", user " + of.get("user") : ", not logged in")
            + ", server "
            + of.get("server"));
  }

  private void verdict(Map<String, Object> of) {
    switch (String.valueOf(of.get("event"))) {
      case "policy_log" -> row("log", of.get("topic") + ": " + of.get("text"));
      case "command_decided" -> {
        row("command", join(of, "tag", "command", "args_redacted"));
        rest(of);
      }
      case "response_decided" -> {
        row("response", of.get("response") + tag(of));
        rest(of);
      }
      default -> {
        if (of.containsKey("function")) {
          row("function", of.get("function"));
        }
        rest(of);
      }
    }
  }

  private static String tag(Map<String, Object> of) {
    return "*".equals(of.get("tag")) ? "" : ", tag " + of.get("tag");
  }

  private void rest(Map<String, Object> of) {
    if (of.containsKey("state")) {
      row("state", of.get("state"));
    }
    String name = "look-ups";
    for (Object each : list(of.get("lookups"))) {
      Map<String, Object> step = map(each);
      String key = step.get("table") + " " + step.get("key");
      row(
          name,
          String.format(
              Locale.ROOT,
              "%-38s %s",
              key,
              Boolean.TRUE.equals(step.get("found"))
                  ? step.get("action") + "  (" + step.get("rule") + ")"
                  : "-"));
      name = "";
    }
    if (of.containsKey("rule")) {
      row("rule", rule(of));
      if (of.containsKey("rule_text")) {
        row("", "  " + of.get("rule_text"));
      }
    }
    if (of.containsKey("action")) {
      row("action", of.get("action") + (observed(of) ? "  (observed only)" : ""));
    }
    if (of.containsKey("reason")) {
      row("reason", of.get("reason"));
    }
    if (of.containsKey("meaning")) {
      row("so", of.get("meaning"));
    }
  }

  private static String rule(Map<String, Object> of) {
    String rule = String.valueOf(of.getOrDefault("rule_file", of.get("rule")));
    return switch (rule) {
      case "default" -> "default: no entry matched, and what isn't listed is refused";
      case "engine" -> "engine: no table was asked";
      default -> rule;
    };
  }

  private static boolean observed(Map<String, Object> of) {
    return "observe".equals(of.get("mode"));
  }

  private void row(String name, Object value) {
    lines.add(String.format(Locale.ROOT, "  %-9s %s", name, value).stripTrailing());
  }

  private static String join(Map<String, Object> of, String... keys) {
    List<String> words = new ArrayList<>();
    for (String key : keys) {
      if (of.containsKey(key)) {
        words.add(String.valueOf(of.get(key)));
      }
    }
    return String.join(" ", words);
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> found ? found : List.of();
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
