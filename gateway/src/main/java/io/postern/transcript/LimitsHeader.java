package io.postern.transcript;

import io.postern.imap.Limits;
import io.postern.session.Pace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code limits KEY=VALUE ...}: keys as in the configuration. */
final class LimitsHeader {
  /** Seconds that a client has for its login; {@code 30s}, {@code 35m}. */
  static final String LOGIN = "login";

  /** How long a session may be idle after login. */
  static final String IDLE = "idle";

  /** What a session is kept to; logins never ask here. */
  static final String COMMANDS = "commands-per-second";

  static final String OCTETS = "octets-per-session";
  static final String OCTETS_PER_HOUR = "octets-per-hour";

  private static final Pattern PAIR = Pattern.compile("([a-z0-9-]+)=(\\d{1,15})(KiB|MiB|s|m)?");

  private final Limits limits;
  private final Map<String, Long> changes = new HashMap<>();
  private Transcript.Times times;
  private Pace pace;

  LimitsHeader(Limits limits, Transcript.Times times, Pace pace) {
    this.limits = limits;
    this.times = times;
    this.pace = pace;
  }

  static String keys() {
    List<String> keys = new ArrayList<>(Limits.DEFAULT.byKey().keySet());
    keys.add(LOGIN);
    keys.add(IDLE);
    keys.addAll(List.of(COMMANDS, OCTETS, OCTETS_PER_HOUR));
    return String.join(", ", keys);
  }

  /** Takes one pair; {@link IllegalArgumentException} says what is wrong with it. */
  void set(String pair) {
    Matcher matcher = PAIR.matcher(pair);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(pair + " isn't a limit");
    }
    String key = matcher.group(1);
    long number = Long.parseLong(matcher.group(2));
    String unit = matcher.group(3) == null ? "" : matcher.group(3);
    boolean time = key.equals(LOGIN) || key.equals(IDLE);
    if (time != (unit.equals("s") || unit.equals("m"))) {
      throw new IllegalArgumentException(
          pair + (time ? " is a time, in s or m" : " isn't a time; it has KiB, MiB or no unit"));
    }
    switch (key) {
      case LOGIN -> times = new Transcript.Times(millis(number, unit), times.idleMillis());
      case IDLE -> times = new Transcript.Times(times.beforeLoginMillis(), millis(number, unit));
      case COMMANDS ->
          pace = new Pace(number * octets(unit), pace.octets(), pace.octetsPerHour(), false);
      case OCTETS ->
          pace =
              new Pace(
                  pace.commandsPerSecond(), number * octets(unit), pace.octetsPerHour(), false);
      case OCTETS_PER_HOUR ->
          pace = new Pace(pace.commandsPerSecond(), pace.octets(), number * octets(unit), false);
      default -> changes.put(key, number * octets(unit));
    }
  }

  Limits limits() {
    return limits.with(changes);
  }

  Transcript.Times times() {
    return times;
  }

  Pace pace() {
    return pace;
  }

  private static long octets(String unit) {
    return switch (unit) {
      case "KiB" -> 1024;
      case "MiB" -> 1024 * 1024;
      default -> 1;
    };
  }

  private static long millis(long number, String unit) {
    return number * (unit.equals("m") ? 60_000 : 1_000);
  }
}
