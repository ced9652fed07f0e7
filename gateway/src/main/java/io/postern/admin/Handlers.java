package io.postern.admin;

import java.util.Map;

/** The verbs that each gateway answers; others are added beside them. */
public final class Handlers {
  private Handlers() {}

  /** By their names. */
  public static Map<String, ControlHandler> of(Control control) {
    return Map.of(
        "status",
        (_, _) -> ControlAnswer.done(control.status().fields()),
        "reload",
        (request, _) -> control.reload(request.flag("dry_run")),
        "sessions",
        (request, _) -> Answers.sessions(control, request),
        "end_sessions",
        (request, _) -> Answers.end(control, request),
        "servers",
        (_, _) -> ControlAnswer.done(Answers.servers(control)),
        "enable_server",
        (request, _) -> Answers.server(control, request, true),
        "disable_server",
        (request, _) -> Answers.server(control, request, false));
  }
}
