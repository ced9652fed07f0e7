package io.postern.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the HTTP listener answers, path by path. */
final class HttpPages implements Function<HttpRequest, HttpAnswer> {
  /** Every path there is; the table in docs/operations.md is held to it. */
  static final List<String> PATHS =
      List.of("/livez", "/readyz", "/metrics", "/sessions", "/servers", "/version");

  private static final Set<String> SESSION_KEYS =
      Set.of("sort", "limit", "id", "service", "user", "client");

  private final Control control;
  private final boolean loopback;

  /** {@code loopback}: only this machine reaches the listener. */
  HttpPages(Control control, boolean loopback) {
    this.control = control;
    this.loopback = loopback;
  }

  @Override
  public HttpAnswer apply(HttpRequest request) {
    if (loopback && !request.host().map(HttpPages::own).orElse(true)) {
      return HttpAnswer.text(421, "on loopback this listener is asked by address or as localhost");
    }
    Set<String> keys = request.path().equals("/sessions") ? SESSION_KEYS : Set.of();
    if (!keys.containsAll(request.query().keySet())) {
      return HttpAnswer.text(
          400,
          keys.isEmpty()
              ? "this path takes no query"
              : "the query takes " + String.join(", ", keys.stream().sorted().toList()));
    }
    return switch (request.path()) {
      case "/livez" -> health(control.liveness());
      case "/readyz" -> health(control.readiness());
      case "/metrics" -> metrics();
      case "/sessions" -> sessions(request.query());
      case "/servers" -> HttpAnswer.json(Answers.servers(control));
      case "/version" -> HttpAnswer.json(Map.of("version", control.status().version()));
      default -> HttpAnswer.text(404, "no such path, expected one of " + String.join(" ", PATHS));
    };
  }

  /**
   * A web page elsewhere can have its name point to 127.0.0.1 and then read what a browser on this
   * machine may: but it can't have the browser name another host than its own.
   */
  private static boolean own(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.matches("localhost(:[0-9]*)?")
        || name.matches("[0-9.]+(:[0-9]*)?")
        || name.matches("\\[[0-9a-f:.]+](:[0-9]*)?");
  }

  private static HttpAnswer health(Health health) {
    return health.well()
        ? HttpAnswer.text(200, "ok")
        : HttpAnswer.text(503, String.join("\n", health.reasons()));
  }

  private HttpAnswer metrics() {
    List<Family> families = new ArrayList<>(control.metrics());
    families.addAll(ProcessFamilies.families());
    return HttpAnswer.typed(Exposition.TYPE, Exposition.text(families));
  }

  private HttpAnswer sessions(Map<String, String> query) {
    Map<String, Object> fields = new LinkedHashMap<>(query);
    try {
      Optional.ofNullable(query.get("limit"))
          .ifPresent(limit -> fields.put("limit", Long.valueOf(limit)));
      ControlAnswer answer = Answers.sessions(control, new ControlRequest("sessions", fields));
      return HttpAnswer.json(answer.fields());
    } catch (NumberFormatException noNumber) {
      return HttpAnswer.text(400, "limit: expected a whole number");
    } catch (IllegalArgumentException wrong) {
      return HttpAnswer.text(400, wrong.getMessage());
    }
  }
}
