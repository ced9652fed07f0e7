package io.postern.cli;

import io.postern.admin.ControlAnswer;
import io.postern.admin.ControlClient;
import io.postern.admin.ControlException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One question to a gateway that runs, and what its answer says. */
final class Asked {
  private static final long KIB = 1024;

  private Asked() {}

  /** Asks, or ends the verb with the reason. */
  static Map<String, Object> of(ControlOption gateway, String verb, Map<String, Object> fields) {
    try (ControlClient client = gateway.connect()) {
      ControlAnswer answer = client.ask(verb, fields);
      if (answer.ok()) {
        return answer.fields();
      }
      throw new VerbFailure(exit(answer.code()), answer.error());
    } catch (ControlException failure) {
      throw ControlOption.failure(failure);
    }
  }

  private static int exit(String code) {
    return switch (code) {
      case ControlAnswer.NOT_FOUND -> Exit.NOTHING;
      case ControlAnswer.BAD_REQUEST -> Exit.USAGE;
      default -> Exit.SOFTWARE;
    };
  }

  /** The maps that a field lists; none where it doesn't. */
  static List<Map<?, ?>> maps(Map<String, Object> answer, String key) {
    return answer.get(key) instanceof List<?> list
        ? list.stream()
            .filter(Map.class::isInstance)
            .<Map<?, ?>>map(one -> (Map<?, ?>) one)
            .toList()
        : List.of();
  }

  static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }

  static long number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.longValue() : 0;
  }

  /** {@code 3d4h}, {@code 5m6s}: short, for a column. */
  static String time(Map<?, ?> map, String key) {
    Duration time = Duration.ofSeconds(number(map, key));
    if (time.toDays() > 0) {
      return time.toDays() + "d" + time.toHoursPart() + "h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h" + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m" + time.toSecondsPart() + "s"
        : time.toSeconds() + "s";
  }

  /** {@code 311B}, {@code 20KiB}: short, for a column. */
  static String size(Map<?, ?> map, String key) {
    long octets = number(map, key);
    if (octets < KIB) {
      return octets + "B";
    }
    if (octets < KIB * KIB) {
      return octets / KIB + "KiB";
    }
    return octets < KIB * KIB * KIB ? octets / KIB / KIB + "MiB" : octets / KIB / KIB / KIB + "GiB";
  }
}
