package io.postern.service;

import java.util.List;
import java.util.Map;

/**
 * Whether an earlier rule takes all that a later one could: only where that is plain, so a rule
 * that isn't told may be useless all the same.
 */
final class RuleCover {
  private RuleCover() {}

  static boolean covers(
      Rule earlier, Rule later, Zones zones, Map<Listener, List<Service>> sharing) {
    return (earlier.hours().isEmpty() || earlier.hours().equals(later.hours()))
        && areas(earlier.from(), later.from(), zones)
        && areas(earlier.to(), later.to(), zones)
        && names(earlier, later)
        // Last, since it looks at every listener.
        && listens(earlier, later, sharing);
  }

  private static boolean listens(Rule earlier, Rule later, Map<Listener, List<Service>> sharing) {
    return sharing.entrySet().stream()
        .filter(entry -> Plan.applies(later, entry.getKey(), entry.getValue()))
        .allMatch(entry -> Plan.applies(earlier, entry.getKey(), entry.getValue()));
  }

  private static boolean areas(List<Area> earlier, List<Area> later, Zones zones) {
    return earlier.isEmpty()
        || (!later.isEmpty()
            && later.stream()
                .allMatch(area -> earlier.stream().anyMatch(other -> inside(area, other, zones))));
  }

  private static boolean inside(Area area, Area other, Zones zones) {
    if (area instanceof Area.OfZone(String zone) && other instanceof Area.OfZone(String around)) {
      return zones.inherits(zone, around);
    }
    return area instanceof Area.OfNetwork(Network network)
        && other instanceof Area.OfNetwork(Network around)
        && around.prefix() <= network.prefix()
        && around.contains(network.address());
  }

  private static boolean names(Rule earlier, Rule later) {
    return earlier.names().isEmpty()
        || (!later.names().isEmpty()
            && later.names().stream()
                .allMatch(name -> earlier.names().stream().anyMatch(each -> each.covers(name))));
  }
}
