package io.postern.admin;

import io.postern.audit.SessionInfo;
import io.postern.service.Address;
import io.postern.service.ServerState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is answered about sessions and servers, over the control socket and over HTTP alike. */
final class Answers {
  private Answers() {}

  /**
   * {@code sessions}: the fields are those of {@link SessionQuery}, {@code sort}, {@code limit}.
   */
  static ControlAnswer sessions(Control control, ControlRequest request) {
    Control.Sessions found = control.sessions(SessionQuery.of(request::text));
    return ControlAnswer.done(
        SessionList.fields(
            found.found(),
            found.complete(),
            request.text("sort").orElse("age"),
            request.number("limit").orElse((long) SessionList.LIMIT)));
  }

  /**
   * {@code end_sessions}: at least one field must say which, so that nobody ends all by mistake.
   */
  static ControlAnswer end(Control control, ControlRequest request) {
    SessionQuery query = SessionQuery.of(request::text);
    if (query.all()) {
      return ControlAnswer.refused(
          ControlAnswer.BAD_REQUEST, "expected at least one of id, service, user, client");
    }
    List<SessionInfo> ended = control.end(query);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ended", ended.size());
    fields.put(
        "ids",
        ended.stream().map(SessionInfo::session).sorted().limit(SessionList.LIMIT_MAX).toList());
    return ControlAnswer.done(fields);
  }

  static Map<String, Object> servers(Control control) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("servers", control.servers().stream().map(Answers::fields).toList());
    return fields;
  }

  /** {@code enable_server} and {@code disable_server}. */
  static ControlAnswer server(Control control, ControlRequest request, boolean enable) {
    Address address;
    try {
      address = Address.parse(request.text("server").orElse(""));
    } catch (IllegalArgumentException wrong) {
      return ControlAnswer.refused(
          ControlAnswer.BAD_REQUEST, "server: expected HOST:PORT: " + wrong.getMessage());
    }
    boolean known = enable ? control.enableServer(address) : control.disableServer(address);
    return known
        ? ControlAnswer.done(servers(control))
        : ControlAnswer.refused(ControlAnswer.NOT_FOUND, "no service has a server " + address);
  }

  private static Map<String, Object> fields(ServerState server) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("server", server.address().toString());
    fields.put("services", server.services());
    fields.put("state", server.condition().name().toLowerCase(Locale.ROOT));
    fields.put("sessions", server.sessions());
    server
        .failure()
        .ifPresent(
            failure -> {
              fields.put("failure", failure.why());
              fields.put("failed_at", failure.at().toString());
            });
    return fields;
  }
}
