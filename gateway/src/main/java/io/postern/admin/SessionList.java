package io.postern.admin;

import io.postern.audit.LiveSession;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sessions in an answer: sorted, cut to a bound, and how many there are in all. */
public final class SessionList {
  /** Where nothing is said. */
  static final int LIMIT = 100;

  /** What one answer may hold: half a megabyte, and no more. */
  static final int LIMIT_MAX = 1000;

  private static final Map<String, Comparator<LiveSession>> ORDERS =
      Map.of(
          "age", Comparator.comparingDouble(LiveSession::ageSeconds).reversed(),
          "idle", Comparator.comparingDouble(LiveSession::idleSeconds).reversed(),
          "octets",
              Comparator.comparingLong(
                      (LiveSession session) -> session.octetsIn() + session.octetsOut())
                  .reversed(),
          "user", Comparator.comparing(session -> session.info().user().orElse("")),
          "client", Comparator.comparing(session -> session.info().clientIp()),
          "service", Comparator.comparing(session -> session.info().service()));

  /** What {@code sort} may be. */
  public static final List<String> SORTS = ORDERS.keySet().stream().sorted().toList();

  private SessionList() {}

  /**
   * What an answer has.
   *
   * @param complete false if some may be missing, since a loop did not answer
   * @throws IllegalArgumentException with a sentence for a sort or limit that isn't one
   */
  static Map<String, Object> fields(
      List<LiveSession> sessions, boolean complete, String sort, long limit) {
    Comparator<LiveSession> order = ORDERS.get(sort);
    if (order == null) {
      throw new IllegalArgumentException("sort: expected one of " + String.join(", ", SORTS));
    }
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit: expected 1 to " + LIMIT_MAX);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("total", sessions.size());
    fields.put("complete", complete);
    fields.put(
        "sessions",
        sessions.stream()
            .sorted(order.thenComparing(session -> session.info().session()))
            .limit(limit)
            .map(SessionList::fields)
            .toList());
    return fields;
  }

  private static Map<String, Object> fields(LiveSession session) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", session.info().session());
    fields.put("service", session.info().service());
    fields.put("client_ip", session.info().clientIp());
    fields.put("client_port", session.info().clientPort());
    fields.put("server", session.info().server());
    fields.put("user", session.info().user().orElse(""));
    fields.put("state", session.state().name().toLowerCase(Locale.ROOT));
    fields.put("age_s", session.ageSeconds());
    fields.put("idle_s", session.idleSeconds());
    fields.put("octets_in", session.octetsIn());
    fields.put("octets_out", session.octetsOut());
    fields.put("pending", session.pending());
    fields.put("command", session.command().map(name -> name.text()).orElse(""));
    fields.put("tls_version", session.clientTls().version());
    fields.put("tls_cipher", session.clientTls().cipher());
    fields.put("sni", session.clientTls().serverName());
    fields.put("server_tls_version", session.serverTls().version());
    fields.put("server_tls_cipher", session.serverTls().cipher());
    return fields;
  }
}
