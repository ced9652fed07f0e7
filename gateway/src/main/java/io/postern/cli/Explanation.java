package io.postern.cli;

import io.postern.audit.Event;
import io.postern.audit.RecentDecisions;
import io.postern.audit.SessionInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A decision as plain fields, fit for {@link Json} and for the control socket. {@link
 * ExplanationText} makes a page of them; both halves know nothing of who asked.
 */
final class Explanation {
  private Explanation() {}

  /** A decision of the running gateway; {@code kept} is not empty. */
  static Map<String, Object> of(
      String decisionId, List<RecentDecisions.Kept> kept, RuleLines lines) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("decision_id", decisionId);
    all.put("time", time(kept.getFirst().time()));
    session(kept.getLast().session(), all);
    List<Map<String, Object>> verdicts = new ArrayList<>();
    kept.forEach(one -> add(one.event(), lines, verdicts));
    all.put("verdicts", verdicts);
    return all;
  }

  /** As in the log, but for milliseconds that are 0. */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The verdicts on one message, with no session around it. */
  static List<Map<String, Object>> verdicts(List<Event> events, RuleLines lines) {
    List<Map<String, Object>> verdicts = new ArrayList<>();
    events.forEach(event -> add(event, lines, verdicts));
    return verdicts;
  }

  private static void session(SessionInfo session, Map<String, Object> to) {
    to.put("session_id", session.session());
    to.put("service", session.service());
    to.put("client_ip", session.clientIp());
    to.put("client_port", session.clientPort());
    to.put("server", session.server());
    session.user().ifPresent(user -> to.put("user", user));
  }

  private static void add(Event event, RuleLines lines, List<Map<String, Object>> to) {
    switch (event) {
      case Event.Decided decided -> to.add(decided(decided, lines));
      case Event.PolicyFailed failed -> {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("event", failed.name());
        verdict.put("function", failed.function());
        verdict.put("action", "abort");
        rule(failed.rule(), lines, verdict);
        verdict.put("mode", failed.mode());
        verdict.put("reason", failed.cause());
        verdict.put("meaning", ActionMeaning.ofFailure(failed.mode()));
        to.add(verdict);
      }
      case Event.FunctionLogged logged -> {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("event", logged.name());
        verdict.put("topic", logged.topic());
        verdict.put("text", logged.text());
        to.add(verdict);
      }
      case Event.Unjudged unjudged -> {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("event", unjudged.name());
        verdict.put("function", unjudged.function());
        rule(unjudged.rule(), lines, verdict);
        verdict.put("mode", "observe");
        verdict.put("meaning", "too many observed questions waited, so this one wasn't asked");
        to.add(verdict);
      }
      case Event.SessionOpened opened -> {}
      case Event.ConfigReloaded reloaded -> {}
      case Event.TlsFailed failed -> {}
      case Event.TlsEstablished done -> {}
      case Event.CertificatesRead read -> {}
      case Event.Violated violated -> {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("event", violated.name());
        verdict.put("action", "abort");
        verdict.put("rule", "engine");
        verdict.put("reason", violated.violation().kind().text());
        verdict.put("meaning", "no policy can open this: the session ends");
        to.add(verdict);
      }
      case Event.LoggedIn login -> {}
      case Event.LoginFailed login -> {}
      case Event.ServerUnreachable unreachable -> {}
      case Event.ServerSetAside aside -> {}
      case Event.ServerBack back -> {}
      case Event.LimitReached limit -> {}
      case Event.RuleDenied denied -> {}
      case Event.LoginDelayed delayed -> {}
      case Event.ProxyRefused refused -> {}
      case Event.OriginBelieved believed -> {}
      case Event.OurFault error -> {}
      case Event.SessionFinished finished -> {}
    }
  }

  private static Map<String, Object> decided(Event.Decided decided, RuleLines lines) {
    Map<String, Object> verdict = new LinkedHashMap<>();
    verdict.put("event", decided.name());
    verdict.put("tag", decided.tag());
    verdict.put(decided.response() ? "response" : "command", decided.message());
    text("args_redacted", decided.argumentsRedacted(), verdict);
    verdict.put("state", decided.state().name().toLowerCase(Locale.ROOT));
    List<Map<String, Object>> tried = new ArrayList<>();
    for (Event.Tried one : decided.tried()) {
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("table", one.table());
      step.put("key", one.key());
      step.put("found", !one.action().isEmpty());
      text("action", one.action(), step);
      text("rule", one.place(), step);
      tried.add(step);
    }
    verdict.put("lookups", tried);
    verdict.put("action", decided.action());
    rule(decided.rule(), lines, verdict);
    verdict.put("mode", decided.mode());
    text("code", decided.code(), verdict);
    text("reason", decided.reason(), verdict);
    verdict.put("meaning", ActionMeaning.of(decided));
    return verdict;
  }

  private static void rule(String rule, RuleLines lines, Map<String, Object> to) {
    to.put("rule", rule);
    String whole = lines.whole(rule);
    if (!whole.equals(rule)) {
      to.put("rule_file", whole);
    }
    lines.text(rule).ifPresent(text -> to.put("rule_text", text));
  }

  private static void text(String key, String value, Map<String, Object> to) {
    if (!value.isEmpty()) {
      to.put(key, value);
    }
  }
}
