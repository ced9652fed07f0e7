package io.postern.service;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Chooses a service for connections, or denies them. All that it names must match; what it doesn't
 * name matches always. (What judges messages is a policy.)
 *
 * @param place where it is written: {@code postern.yaml:12}
 * @param listen listeners as configured; empty: all of the service, or all there are if it denies
 * @param from where the client is; empty: anywhere
 * @param to which address the client connected to; empty: any
 * @param names names that the client asks for in TLS; empty: any or none
 * @param hours when it holds; empty: always
 * @param service the service's name; empty: it denies
 */
public record Rule(
    String place,
    List<Address> listen,
    List<Area> from,
    List<Area> to,
    List<NamePattern> names,
    Optional<Hours> hours,
    Optional<String> service) {
  /** Values of one key; a bound, so that a slip of the pen shows. Zones hold more. */
  public static final int VALUES_MAX = 1_000;

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Rule {
    Objects.requireNonNull(place);
    Objects.requireNonNull(hours);
    Objects.requireNonNull(service);
    listen = List.copyOf(listen);
    from = List.copyOf(from);
    to = List.copyOf(to);
    names = List.copyOf(names);
    for (List<?> values : List.of(listen, from, to, names)) {
      if (values.size() > VALUES_MAX) {
        throw new IllegalArgumentException("more than " + VALUES_MAX + " values");
      }
    }
  }

  /** All connections to a service, wherever it listens. */
  public static Rule all(String place, String service) {
    return new Rule(
        place, List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.of(service));
  }

  public Rule withFrom(Area... changed) {
    return new Rule(place, listen, List.of(changed), to, names, hours, service);
  }

  public Rule withTo(Area... changed) {
    return new Rule(place, listen, from, List.of(changed), names, hours, service);
  }

  public Rule withListen(Address... changed) {
    return new Rule(place, List.of(changed), from, to, names, hours, service);
  }

  public Rule withNames(NamePattern... changed) {
    return new Rule(place, listen, from, to, List.of(changed), hours, service);
  }

  public Rule withHours(Hours changed) {
    return new Rule(place, listen, from, to, names, Optional.of(changed), service);
  }

  /** The same, for nobody. */
  public Rule denying() {
    return new Rule(place, listen, from, to, names, hours, Optional.empty());
  }

  /** Whether it says the same, perhaps in another line. */
  public boolean says(Rule other) {
    return equals(
        new Rule(
            place, other.listen, other.from, other.to, other.names, other.hours, other.service));
  }

  /** Whether it holds for a connection, whatever name is asked for. */
  boolean holds(ConnectionFacts facts, List<String> source, List<String> destination) {
    return holds(from, facts.source(), source)
        && holds(to, facts.destination(), destination)
        && (hours.isEmpty() || hours.get().hold(facts.time()));
  }

  private static boolean holds(List<Area> areas, InetAddress address, List<String> rights) {
    return areas.isEmpty() || areas.stream().anyMatch(area -> area.holds(address, rights));
  }

  /** Whether it holds for what a client asks for in TLS. */
  boolean holds(ServerName asked) {
    return switch (asked) {
      case ServerName.NotYet _, ServerName.None _ -> names.isEmpty();
      case ServerName.Named(String host) ->
          names.isEmpty() || names.stream().anyMatch(name -> name.matches(host));
    };
  }
}
