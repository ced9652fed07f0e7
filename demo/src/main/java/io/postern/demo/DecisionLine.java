package io.postern.demo;

import io.postern.audit.Event;
import io.postern.audit.SessionInfo;
import io.postern.cli.Console;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * One line for each decision: when, whose session, the verdict, the command or response, and where
 * the rule is written.
 */
final class DecisionLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /** The longest verdict: "withheld". */
  private static final int VERDICT_WIDTH = 8;

  private final boolean colour;

  DecisionLine(boolean colour) {
    this.colour = colour;
  }

  /** Nothing for what would only be noise here. */
  Optional<String> of(LocalTime time, SessionInfo session, Event event) {
    return switch (event) {
      case Event.Decided decided -> decided(time, decided);
      case Event.SessionOpened opened ->
          Optional.of(
              line(time, session.session(), "connect", "from port " + session.clientPort(), ""));
      case Event.SessionFinished finished ->
          Optional.of(
              line(
                  time,
                  session.session(),
                  "end",
                  finished.cause().text()
                      + ", "
                      + finished.commands()
                      + " commands, "
                      + finished.refused()
                      + " refused",
                  ""));
      case Event.Violated violated ->
          Optional.of(
              line(
                  time,
                  session.session(),
                  "abort",
                  (violated.byClient() ? "the client" : "the server") + " broke the protocol",
                  violated.violation().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
      case Event.PolicyFailed failed ->
          Optional.of(line(time, failed.decisionId(), "abort", failed.function(), failed.cause()));
      case Event.Unjudged unjudged -> Optional.empty();
      case Event.FunctionLogged logged ->
          Optional.of(line(time, logged.decisionId(), "log", logged.topic(), logged.text()));
      case Event.ServerUnreachable gone ->
          Optional.of(line(time, session.session(), "abort", "no server", gone.why()));
      case Event.LimitReached limit ->
          Optional.of(line(time, session.session(), "abort", limit.limit(), limit.action()));
      case Event.RuleDenied denied ->
          Optional.of(line(time, session.session(), "abort", "no rule", denied.listener()));
      case Event.LoginDelayed delayed -> Optional.empty();
      case Event.ProxyRefused refused ->
          Optional.of(line(time, session.session(), "abort", "PROXY header", refused.why()));
      case Event.OriginBelieved believed -> Optional.empty();
      case Event.OurFault error ->
          Optional.of(line(time, session.session(), "abort", "internal error", error.where()));
      case Event.TlsFailed failed ->
          Optional.of(line(time, session.session(), "abort", "TLS", failed.why()));
      case Event.TlsEstablished done -> Optional.empty();
      case Event.CertificatesRead read -> Optional.empty();
      case Event.ConfigReloaded reloaded -> Optional.empty();
      case Event.ServerSetAside aside -> Optional.empty();
      case Event.ServerBack back -> Optional.empty();
      case Event.LoggedIn in -> Optional.empty();
      case Event.LoginFailed failed -> Optional.empty();
    };
  }

  private Optional<String> decided(LocalTime time, Event.Decided decided) {
    if (decided.response() && decided.action().equals("accept")) {
      // A list of folders would hide the commands.
      return Optional.empty();
    }
    String message =
        decided.response()
            ? "<- " + decided.message()
            : (decided.tag() + " " + decided.message() + " " + decided.argumentsRedacted()).strip();
    String why = decided.action().equals("accept") ? "" : decided.rule();
    if (!decided.reason().isEmpty()) {
      why = decided.reason() + (why.isEmpty() ? "" : ", " + why);
    }
    return Optional.of(line(time, decided.decisionId(), decided.action(), message, why));
  }

  private String line(LocalTime time, String id, String verdict, String message, String why) {
    String padded = String.format(Locale.ROOT, "%-" + VERDICT_WIDTH + "s", verdict);
    // What a policy function logs may hold a peer's octets.
    String reason = why.isEmpty() ? "" : "  (" + Console.printable(why) + ")";
    return String.format(
        Locale.ROOT,
        "%s  %-10s  %s  %s%s",
        styled("faint", TIME.format(time)),
        id,
        styled(style(verdict), padded),
        Console.printable(message),
        reason.isEmpty() ? "" : styled("faint", reason));
  }

  private static String style(String verdict) {
    return switch (verdict) {
      case "accept" -> "green";
      case "respond", "rewrite" -> "cyan";
      case "reject", "drop", "withheld", "bad" -> "yellow";
      case "abort" -> "bold,red";
      default -> "faint";
    };
  }

  private String styled(String style, String text) {
    // The text is the peers' at times: never read as markup.
    return colour
        ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.off(Ansi.Style.parse(style))
        : text;
  }
}
