package io.postern.config;

import io.postern.imap.Limits;
import io.postern.notation.yaml.YamlNode;
import io.postern.policy.ConfigError;
import io.postern.service.Quotas;
import io.postern.service.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The map {@code limits} of a service: bounds in octets, counts, times, and quotas. */
final class LimitsReader {
  /** The limits that count something; all others of {@link Limits#byKey} are octets. */
  private static final List<String> COUNTS =
      List.of("nesting", "literals", "pending", "bad-before-login", "bad-after-login");

  /** The times by key, and how each gets into the record. */
  private static final Map<String, BiFunction<Timeouts, Duration, Timeouts>> TIMES = times();

  private LimitsReader() {}

  /** What the map says, over the defaults. */
  record Bounds(Limits limits, Timeouts timeouts, Quotas quotas) {
    static final Bounds DEFAULT = new Bounds(Limits.DEFAULT, Timeouts.DEFAULT, Quotas.DEFAULT);

    Bounds with(Limits changed) {
      return new Bounds(changed, timeouts, quotas);
    }

    Bounds with(Timeouts changed) {
      return new Bounds(limits, changed, quotas);
    }

    Bounds with(Quotas changed) {
      return new Bounds(limits, timeouts, changed);
    }
  }

  /** Every key there is, in the order of the documentation. */
  static List<String> keys() {
    List<String> keys = new ArrayList<>(Limits.DEFAULT.byKey().keySet());
    keys.addAll(TIMES.keySet());
    keys.addAll(QuotasReader.keys());
    return keys;
  }

  /** Whether the value is a time; what is neither that nor a count is a size. */
  static boolean isTime(String key) {
    return TIMES.containsKey(key) || QuotasReader.isTime(key);
  }

  static boolean isCount(String key) {
    return COUNTS.contains(key) || QuotasReader.isCount(key);
  }

  static Bounds read(YamlNode node, List<ConfigError> errors) {
    Optional<Fields> fields = Fields.of(node, "limits", keys(), errors);
    Bounds bounds = Bounds.DEFAULT;
    if (fields.isEmpty()) {
      return bounds;
    }
    for (YamlNode.Entry entry : fields.get().entries()) {
      if (keys().contains(entry.key().text())) {
        bounds = field(fields.get(), entry.key().text(), entry.value(), bounds);
      }
    }
    return bounds;
  }

  private static Bounds field(Fields fields, String key, YamlNode value, Bounds bounds) {
    if (QuotasReader.has(key)) {
      return bounds.with(QuotasReader.read(fields, key, value, bounds.quotas()));
    }
    if (isTime(key)) {
      return time(fields, key, value, bounds);
    }
    String range = "from 1 to " + largest(key);
    String expected =
        isCount(key) ? "a number " + range : "a size such as 64KiB or 100MiB, " + range;
    return fields
        .value(key, value, expected, scalar -> limit(bounds.limits(), key, scalar.text()))
        .map(bounds::with)
        .orElse(bounds);
  }

  private static Bounds time(Fields fields, String key, YamlNode value, Bounds bounds) {
    String expected = "a time such as 30s, 35m or 1h, from 1ms to " + Quantities.text(Timeouts.MAX);
    return fields
        .value(key, value, expected, scalar -> time(bounds.timeouts(), key, scalar.text()))
        .map(bounds::with)
        .orElse(bounds);
  }

  private static Optional<Timeouts> time(Timeouts timeouts, String key, String text) {
    return Quantities.duration(text)
        .filter(time -> time.toMillis() >= 1 && time.compareTo(Timeouts.MAX) <= 0)
        .map(time -> TIMES.get(key).apply(timeouts, time));
  }

  private static Optional<Limits> limit(Limits limits, String key, String text) {
    Optional<Long> value = isCount(key) ? Quantities.count(text) : Quantities.size(text);
    return value
        .filter(number -> number >= 1 && fits(key, number))
        .map(number -> limits.with(Map.of(key, number)));
  }

  /** The bound is {@link Limits}' own; it tells it by refusing. */
  private static boolean fits(String key, long value) {
    try {
      Limits _ = Limits.DEFAULT.with(Map.of(key, value));
      return true;
    } catch (IllegalArgumentException outOfRange) {
      return false;
    }
  }

  private static String largest(String key) {
    long wide = Long.MAX_VALUE;
    if (fits(key, wide)) {
      return "63 bits";
    }
    long fitting = 1;
    long refused = wide;
    while (refused - fitting > 1) {
      long middle = fitting + (refused - fitting) / 2;
      if (fits(key, middle)) {
        fitting = middle;
      } else {
        refused = middle;
      }
    }
    return Long.toString(fitting);
  }

  private static Map<String, BiFunction<Timeouts, Duration, Timeouts>> times() {
    Map<String, BiFunction<Timeouts, Duration, Timeouts>> times = new LinkedHashMap<>();
    times.put("connect", Timeouts::withConnect);
    times.put("login", Timeouts::withBeforeLogin);
    times.put("idle", Timeouts::withIdle);
    times.put("policy-call", Timeouts::withPolicyCall);
    return times;
  }
}
