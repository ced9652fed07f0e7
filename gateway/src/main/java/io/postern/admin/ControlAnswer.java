package io.postern.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last line that answers a request: it has {@code ok}, and where that is false also {@code
 * code} and {@code error}.
 *
 * @param code why it is refused, for programs; empty where it isn't
 * @param error the same for people: one sentence; empty where it isn't refused
 * @param fields what else there is to say
 */
public record ControlAnswer(boolean ok, String code, String error, Map<String, Object> fields) {
  /** The request isn't understood. */
  public static final String BAD_REQUEST = "bad_request";

  /** There is no such verb. */
  public static final String UNKNOWN_VERB = "unknown_verb";

  /** Too many ask at once. */
  public static final String BUSY = "busy";

  /** A configuration or policy is wrong; the field {@code errors} has them all. */
  public static final String CONFIG = "config";

  /** It is understood, and can't be done with this gateway as it runs. */
  public static final String REFUSED = "refused";

  /** There is no such thing. */
  public static final String NOT_FOUND = "not_found";

  /** Our fault. */
  public static final String INTERNAL = "internal";

  public ControlAnswer {
    fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  public static ControlAnswer done(Map<String, Object> fields) {
    return new ControlAnswer(true, "", "", fields);
  }

  public static ControlAnswer refused(String code, String error) {
    return refused(code, error, Map.of());
  }

  public static ControlAnswer refused(String code, String error, Map<String, Object> fields) {
    return new ControlAnswer(false, code, error, fields);
  }

  /** A line, without its end. */
  String line() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("v", ControlRequest.VERSION);
    all.put("ok", ok);
    if (!ok) {
      all.put("code", code);
      all.put("error", error);
    }
    all.putAll(fields);
    return Json.write(all);
  }

  /** The answer that a line is; empty if it is one of those before the last. */
  static Optional<ControlAnswer> of(Map<String, Object> line) {
    Map<String, Object> fields = new LinkedHashMap<>(line);
    fields.remove("v");
    if (!(fields.remove("ok") instanceof Boolean ok)) {
      return Optional.empty();
    }
    String code = fields.remove("code") instanceof String text ? text : "";
    String error = fields.remove("error") instanceof String text ? text : "";
    return Optional.of(new ControlAnswer(ok, code, error, fields));
  }
}
