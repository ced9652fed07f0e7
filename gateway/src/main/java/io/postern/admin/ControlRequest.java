package io.postern.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line that was asked: {@code {"v":1,"verb":"status"}} and what else the verb takes.
 *
 * @param fields without {@code v} and {@code verb}
 */
public record ControlRequest(String verb, Map<String, Object> fields) {
  /** The version of requests and answers; another is refused. */
  public static final long VERSION = 1;

  static final String NOT_A_REQUEST =
      "expected a JSON object such as {\"v\":1,\"verb\":\"status\"}";

  public ControlRequest {
    fields = Map.copyOf(fields);
  }

  /** Reads a line; the text of the {@link IllegalArgumentException} says what is wrong with it. */
  static ControlRequest parse(String line) {
    if (!(Json.read(line) instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(NOT_A_REQUEST);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put((String) key, value));
    Object version = Optional.ofNullable(fields.remove("v")).orElse("");
    if (!version.equals(VERSION)) {
      throw new IllegalArgumentException(
          "this gateway speaks version " + VERSION + ": expected \"v\":" + VERSION);
    }
    if (!(fields.remove("verb") instanceof String verb)) {
      throw new IllegalArgumentException(NOT_A_REQUEST);
    }
    return new ControlRequest(verb, fields);
  }

  /** The line, without its end. */
  String line() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("v", VERSION);
    all.put("verb", verb);
    all.putAll(fields);
    return Json.write(all);
  }

  /**
   * A text that may be absent.
   *
   * @throws IllegalArgumentException if it is something else than a text
   */
  public Optional<String> text(String key) {
    return field(key, String.class, "a text");
  }

  /** A truth value; absent means no. Throws as {@link #text} does. */
  public boolean flag(String key) {
    return field(key, Boolean.class, "true or false").orElse(false);
  }

  /** A whole number that may be absent. Throws as {@link #text} does. */
  public Optional<Long> number(String key) {
    return field(key, Long.class, "a whole number");
  }

  private <T> Optional<T> field(String key, Class<T> type, String expected) {
    Object value = fields.get(key);
    if (value == null || type.isInstance(value)) {
      return Optional.ofNullable(type.cast(value));
    }
    throw new IllegalArgumentException(key + ": expected " + expected);
  }
}
