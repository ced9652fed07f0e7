package io.postern.config;

import io.postern.notation.yaml.YamlNode;
import io.postern.service.LoginDelays;
import io.postern.service.Network;
import io.postern.service.Quotas;
import io.postern.service.Service;
import io.postern.service.Shares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The keys of {@code limits} that say how much a service gives to whom. */
final class QuotasReader {
  static final String CONNECTIONS = "connections";
  static final String EXEMPT = "exempt";

  private static final String FIRST = "failed-login-delay";
  private static final String NETWORK = "networks such as [192.0.2.7, 2001:db8::/32]";
  private static final String TIME = "a time such as 500ms, 10s or 15m, ";

  /** No sensible count is larger, and no arithmetic overflows with it. */
  private static final long COUNT_MAX = 1_000_000_000;

  private enum Kind {
    COUNT,
    SIZE,
    TIME
  }

  private record Key(Kind kind, long max, String range, BiFunction<Quotas, Long, Quotas> with) {}

  private static final Map<String, Key> KEYS = keysByName();

  private QuotasReader() {}

  /** Every key there is, in the order of the documentation. */
  static List<String> keys() {
    List<String> keys = new ArrayList<>(KEYS.keySet());
    keys.add(EXEMPT);
    return keys;
  }

  static boolean isTime(String key) {
    return KEYS.containsKey(key) && KEYS.get(key).kind == Kind.TIME;
  }

  static boolean isCount(String key) {
    return KEYS.containsKey(key) && KEYS.get(key).kind == Kind.COUNT;
  }

  static boolean has(String key) {
    return KEYS.containsKey(key) || key.equals(EXEMPT);
  }

  /** The quotas with what one field says. */
  static Quotas read(Fields fields, String name, YamlNode node, Quotas quotas) {
    if (name.equals(EXEMPT)) {
      return quotas.withExempt(networks(fields, node));
    }
    Key key = KEYS.get(name);
    return fields
        .value(name, node, key.range, scalar -> value(key, scalar.text(), quotas))
        .orElse(quotas);
  }

  private static Optional<Quotas> value(Key key, String text, Quotas quotas) {
    Optional<Long> value =
        switch (key.kind) {
          case COUNT -> Quantities.count(text);
          case SIZE -> Quantities.size(text);
          case TIME -> Quantities.duration(text).map(Duration::toMillis);
        };
    return value.filter(number -> number <= key.max).flatMap(number -> with(key, number, quotas));
  }

  /** The lower bound is the records' own; they tell it by refusing. */
  private static Optional<Quotas> with(Key key, long value, Quotas quotas) {
    try {
      return Optional.of(key.with.apply(quotas, value));
    } catch (IllegalArgumentException outOfRange) {
      return Optional.empty();
    }
  }

  private static List<Network> networks(Fields fields, YamlNode node) {
    if (!(node instanceof YamlNode.Sequence list) || list.items().size() > Quotas.EXEMPT_MAX) {
      fields.wrong(EXEMPT, node, "a list of at most " + Quotas.EXEMPT_MAX + " " + NETWORK);
      return List.of();
    }
    List<Network> networks = new ArrayList<>();
    for (YamlNode item : list.items()) {
      fields
          .value(EXEMPT, item, NETWORK, scalar -> network(scalar.text()))
          .ifPresent(networks::add);
    }
    return networks;
  }

  private static Optional<Network> network(String text) {
    try {
      return Optional.of(Network.parse(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static Map<String, Key> keysByName() {
    Map<String, Key> keys = new LinkedHashMap<>();
    keys.put(
        CONNECTIONS,
        count(Service.CONNECTIONS_MAX, (quotas, n) -> quotas.withSessions(Math.toIntExact(n))));
    keys.put("connections-per-address", share((s, n) -> shares(s, n, s.perNetwork(), s.perUser())));
    keys.put("connections-per-network", share((s, n) -> shares(s, s.perAddress(), n, s.perUser())));
    keys.put("connections-per-user", share((s, n) -> shares(s, s.perAddress(), s.perNetwork(), n)));
    keys.put("network-prefix-v4", prefix(32, (s, n) -> prefixes(s, n, s.prefixV6())));
    keys.put("network-prefix-v6", prefix(128, (s, n) -> prefixes(s, s.prefixV4(), n)));
    keys.put(
        "new-connections-per-second",
        count(
            COUNT_MAX,
            (quotas, n) -> quotas.withRates(new Quotas.Rates(n, quotas.rates().perAddress()))));
    keys.put(
        "new-connections-per-address-per-second",
        count(
            COUNT_MAX, (quotas, n) -> quotas.withRates(new Quotas.Rates(quotas.rates().all(), n))));
    keys.put(
        "commands-per-second",
        spending(Kind.COUNT, (s, n) -> new Quotas.Spending(n, s.octets(), s.octetsPerHour())));
    keys.put(
        "octets-per-session",
        spending(
            Kind.SIZE, (s, n) -> new Quotas.Spending(s.commandsPerSecond(), n, s.octetsPerHour())));
    keys.put(
        "octets-per-hour",
        spending(Kind.SIZE, (s, n) -> new Quotas.Spending(s.commandsPerSecond(), s.octets(), n)));
    // In any order in the file: the longest wait follows the first one up.
    keys.put(
        FIRST,
        delay(
            LoginDelays.MAX,
            "from 0s (no delays) to ",
            (d, time) -> new LoginDelays(time, longer(d.max(), time), d.halfLife())));
    keys.put(
        "failed-login-delay-max",
        delay(
            LoginDelays.MAX,
            "from 1ms to ",
            (d, time) -> new LoginDelays(shorter(d.first(), time), time, d.halfLife())));
    keys.put(
        "failed-login-decay",
        delay(
            LoginDelays.HALF_LIFE_MAX,
            "from 1s to ",
            (d, time) -> new LoginDelays(d.first(), d.max(), time)));
    return keys;
  }

  private static Key count(long max, BiFunction<Quotas, Long, Quotas> with) {
    return new Key(Kind.COUNT, max, "a number from 1 to " + max, with);
  }

  private static Key share(BiFunction<Shares, Long, Shares> with) {
    return count(
        Service.CONNECTIONS_MAX, (quotas, n) -> quotas.withShares(with.apply(quotas.shares(), n)));
  }

  private static Key prefix(int max, BiFunction<Shares, Integer, Shares> with) {
    return count(
        max, (quotas, n) -> quotas.withShares(with.apply(quotas.shares(), Math.toIntExact(n))));
  }

  private static Key spending(Kind kind, BiFunction<Quotas.Spending, Long, Quotas.Spending> with) {
    BiFunction<Quotas, Long, Quotas> changed =
        (quotas, n) -> quotas.withSpending(with.apply(quotas.spending(), n));
    return kind == Kind.COUNT
        ? count(COUNT_MAX, changed)
        : new Key(kind, Long.MAX_VALUE, "a size such as 64KiB or 100MiB, from 1", changed);
  }

  private static Key delay(
      Duration max, String range, BiFunction<LoginDelays, Duration, LoginDelays> with) {
    return new Key(
        Kind.TIME,
        max.toMillis(),
        TIME + range + Quantities.text(max),
        (quotas, millis) ->
            quotas.withLoginDelays(with.apply(quotas.loginDelays(), Duration.ofMillis(millis))));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Shares shares(Shares old, long perAddress, long perNetwork, long perUser) {
    return new Shares(perAddress, perNetwork, perUser, old.prefixV4(), old.prefixV6());
  }

  private static Shares prefixes(Shares old, int prefixV4, int prefixV6) {
    return new Shares(old.perAddress(), old.perNetwork(), old.perUser(), prefixV4, prefixV6);
  }
}
