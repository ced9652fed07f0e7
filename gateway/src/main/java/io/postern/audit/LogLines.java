package io.postern.audit;

import io.postern.audit.LogLine.Level;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Events as lines: which fields each event has. The table is docs/operations.md's. */
public final class LogLines {
  /** Every field there is, in the order in which fields stand in a line. */
  public static final List<String> FIELDS =
      List.of(
          "ts",
          "level",
          "event",
          "session_id",
          "decision_id",
          "service",
          "client_ip",
          "client_port",
          "peer_ip",
          "server",
          "user",
          "mechanism",
          "state",
          "tag",
          "command",
          "args_redacted",
          "action",
          "rule",
          "mode",
          "result",
          "code",
          "duration_s",
          "octets_in",
          "octets_out",
          "commands",
          "refused",
          "responses",
          "withheld",
          "quirks",
          "unjudged",
          "limit",
          "side",
          "tls_version",
          "tls_cipher",
          "sni",
          "listener",
          "position",
          "topic",
          "verbosity",
          "cause",
          "reason",
          "repeated",
          "lines",
          "wait_s",
          "distinct");

  private LogLines() {}

  /** The line of an event. */
  public static LogLine of(Instant time, SessionInfo session, Event event) {
    LogLine.Builder fields = new LogLine.Builder();
    fields.text("session_id", session.session());
    fields.text("decision_id", event.decisionId());
    fields.text("service", session.service());
    fields.text("client_ip", session.clientIp());
    if (!session.session().isEmpty()) {
      fields.number("client_port", session.clientPort());
    }
    if (event instanceof Event.SessionOpened || event instanceof Event.OriginBelieved) {
      fields.text("peer_ip", session.peerIp());
    }
    fields.text("server", server(session, event));
    fields.text("user", user(session, event));
    Level level = append(event, fields);
    return fields.line(time, level, event.name());
  }

  /** The line that stands for repetitions which were left out. */
  static LogLine suppressed(Instant time, RepeatLimit.Suppressed what) {
    return new LogLine.Builder()
        .text("session_id", what.session())
        .text("service", what.service())
        .text("client_ip", what.clientIp())
        .text("repeated", what.event())
        .number("lines", what.lines())
        .line(time, Level.WARN, "log_suppressed");
  }

  /** The line that says how many lines could not be written. */
  static LogLine lost(Instant time, long lines) {
    return new LogLine.Builder().number("lines", lines).line(time, Level.ERROR, "log_lost");
  }

  /**
   * The name that was tried where a login is what happened; else the one that the server has
   * accepted.
   */
  private static String user(SessionInfo session, Event event) {
    if (event instanceof Event.LoggedIn login) {
      return login.user();
    }
    if (event instanceof Event.LoginFailed login) {
      return login.user();
    }
    if (event instanceof Event.LoginDelayed login) {
      return login.user();
    }
    return session.user().orElse("");
  }

  /** What is told of a server alone names it. */
  private static String server(SessionInfo session, Event event) {
    if (event instanceof Event.ServerSetAside aside) {
      return aside.server();
    }
    return event instanceof Event.ServerBack back ? back.server() : session.server();
  }

  private static Level append(Event event, LogLine.Builder to) {
    return switch (event) {
      case Event.SessionOpened opened -> Level.INFO;
      case Event.Decided decided -> decided(decided, to);
      case Event.Violated violated -> {
        to.text("state", lower(violated.state()));
        to.number("position", violated.violation().position());
        to.text("cause", violated.byClient() ? "client_violation" : "server_violation");
        to.text("reason", violated.violation().kind().text());
        yield Level.WARN;
      }
      case Event.PolicyFailed failed -> {
        boolean ends = failed.mode().equals("enforce");
        to.text("action", "abort");
        to.text("rule", failed.rule());
        to.text("mode", failed.mode());
        to.text("result", ends ? "BYE" : "");
        to.text("code", ends ? "SERVERBUG" : "");
        to.text("cause", "policy_failed");
        to.text("reason", failed.function() + ": " + failed.cause());
        yield Level.ERROR;
      }
      case Event.Unjudged unjudged -> {
        to.text("rule", unjudged.rule());
        to.text("mode", "observe");
        to.text("reason", unjudged.function() + ": too many observed questions wait");
        yield Level.WARN;
      }
      case Event.FunctionLogged logged -> {
        to.text("topic", logged.topic());
        to.number("verbosity", logged.verbosity());
        to.text("reason", logged.text());
        yield Level.INFO;
      }
      case Event.LoggedIn login -> {
        to.text("mechanism", login.mechanism());
        to.text("result", "OK");
        yield Level.INFO;
      }
      case Event.LoginFailed login -> {
        to.text("mechanism", login.mechanism());
        to.text("result", "NO");
        yield Level.WARN;
      }
      case Event.ServerUnreachable unreachable -> {
        to.text("result", "BYE");
        to.text("code", "UNAVAILABLE");
        to.text("cause", "server_unreachable");
        to.text("reason", unreachable.why());
        yield Level.ERROR;
      }
      case Event.TlsFailed failed -> {
        to.text("side", failed.side());
        to.text("cause", failed.fault());
        to.text("reason", failed.why());
        yield failed.side().equals("server") ? Level.ERROR : Level.WARN;
      }
      case Event.TlsEstablished done -> {
        to.text("side", done.side());
        to.text("tls_version", done.tls().version());
        to.text("tls_cipher", done.tls().cipher());
        to.text("sni", done.tls().serverName());
        yield Level.INFO;
      }
      case Event.CertificatesRead read -> {
        to.text("result", read.ok() ? "ok" : "failed");
        to.text("reason", read.reason());
        yield read.ok() ? Level.INFO : Level.ERROR;
      }
      case Event.ServerSetAside aside -> {
        to.seconds("duration_s", aside.seconds());
        to.text("reason", aside.why());
        yield Level.WARN;
      }
      case Event.ServerBack back -> {
        to.seconds("duration_s", back.after());
        yield Level.INFO;
      }
      case Event.LimitReached limit -> {
        to.text("action", limit.action());
        to.text("limit", limit.limit());
        to.text("cause", "limit");
        yield Level.WARN;
      }
      case Event.RuleDenied denied -> {
        to.text("action", "refused");
        to.text("rule", denied.rule());
        to.text("listener", denied.listener());
        yield Level.WARN;
      }
      case Event.LoginDelayed delayed -> {
        to.text("cause", "limit");
        to.seconds("wait_s", delayed.seconds());
        to.number("distinct", delayed.distinct());
        yield Level.WARN;
      }
      case Event.ProxyRefused refused -> {
        to.text("action", "refused");
        to.text("cause", "client_violation");
        to.text("reason", refused.why());
        yield Level.WARN;
      }
      case Event.OriginBelieved believed -> Level.INFO;
      case Event.OurFault error -> {
        to.text("cause", "internal_error");
        to.text("reason", error.where());
        yield Level.ERROR;
      }
      case Event.ConfigReloaded reloaded -> {
        to.text("result", reloaded.ok() ? "ok" : "failed");
        to.text("reason", reloaded.reason());
        yield reloaded.ok() ? Level.INFO : Level.ERROR;
      }
      case Event.SessionFinished finished -> {
        to.text("state", lower(finished.state()));
        to.seconds("duration_s", finished.durationSeconds());
        to.number("octets_in", finished.octetsFromClient());
        to.number("octets_out", finished.octetsFromServer());
        to.number("commands", finished.commands());
        to.number("refused", finished.refused());
        to.number("responses", finished.responses());
        to.number("withheld", finished.withheld());
        to.number("quirks", finished.quirks());
        if (finished.unjudged() > 0) {
          to.number("unjudged", finished.unjudged());
        }
        to.text("cause", finished.cause().text());
        yield Level.INFO;
      }
    };
  }

  private static Level decided(Event.Decided decided, LogLine.Builder to) {
    to.text("state", lower(decided.state()));
    to.text("tag", decided.tag());
    to.text("command", decided.message());
    to.text("args_redacted", decided.argumentsRedacted());
    to.text("action", decided.action());
    to.text("rule", decided.rule());
    to.text("mode", decided.mode());
    to.text("result", result(decided));
    to.text("code", decided.code());
    to.text("reason", decided.reason());
    return Level.INFO;
  }

  /** What the client was told, where the action alone says it. */
  private static String result(Event.Decided decided) {
    if (!decided.mode().equals("enforce")) {
      return "";
    }
    return switch (decided.action()) {
      case "reject" -> decided.response() ? "" : "NO";
      case "bad" -> "BAD";
      case "abort" -> "BYE";
      // accept, rewrite, respond, drop, withheld: the answer is the server's, the administrator's,
      // or there is none.
      default -> "";
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
