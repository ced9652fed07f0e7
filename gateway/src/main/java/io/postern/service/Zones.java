package io.postern.service;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All zones, and which one an address belongs to: that of the most specific network around it.
 * Immutable; any thread. A look-up costs one hash look-up for each length of prefix that occurs, so
 * at most 162, however many networks there are.
 */
public final class Zones {
  /** Bounds, so that a slip of the pen shows. */
  public static final int ZONES_MAX = 1_000;

  /** Of all zones together. */
  public static final int NETWORKS_MAX = 100_000;

  public static final Zones NONE = new Zones(List.of());

  private final List<Zone> all;
  private final Map<String, Zone> byName = new LinkedHashMap<>();
  private final Map<Network, Zone> byNetwork = new HashMap<>();

  /** Each zone's name with those of its parents, the nearest first. */
  private final Map<String, List<String>> lineages = new HashMap<>();

  /** The lengths of prefixes that occur, the longest first. */
  private final int[] prefixes;

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Zones(List<Zone> zones) {
    all = List.copyOf(zones);
    TreeSet<Integer> lengths = new TreeSet<>();
    for (Zone zone : all) {
      if (byName.putIfAbsent(zone.name(), zone) != null) {
        throw new IllegalArgumentException("there are two zones named " + zone.name());
      }
      for (Network network : zone.networks()) {
        Zone other = byNetwork.putIfAbsent(network, zone);
        if (other != null) {
          throw new IllegalArgumentException(
              "network " + network + " is in zone " + other.name() + " and in " + zone.name());
        }
        lengths.add(network.prefix());
      }
    }
    if (all.size() > ZONES_MAX || byNetwork.size() > NETWORKS_MAX) {
      throw new IllegalArgumentException(
          "more than " + ZONES_MAX + " zones, or more than " + NETWORKS_MAX + " networks in them");
    }
    prefixes = lengths.descendingSet().stream().mapToInt(Integer::intValue).toArray();
    all.forEach(zone -> lineages.put(zone.name(), lineage(zone)));
  }

  private List<String> lineage(Zone zone) {
    List<String> lineage = new ArrayList<>();
    lineage.add(zone.name());
    Optional<String> parent = zone.parent();
    while (parent.isPresent()) {
      Zone next = byName.get(parent.get());
      if (next == null) {
        throw new IllegalArgumentException("there is no zone " + parent.get());
      }
      if (lineage.contains(next.name())) {
        throw new IllegalArgumentException("zone " + zone.name() + " is its own parent's parent");
      }
      lineage.add(next.name());
      parent = next.parent();
    }
    return List.copyOf(lineage);
  }

  /** In the order of the file. */
  public List<Zone> all() {
    return all;
  }

  /** The zone that an address belongs to; empty if it is in no network. */
  public Optional<Zone> of(InetAddress address) {
    int bits = address.getAddress().length * 8;
    for (int prefix : prefixes) {
      if (prefix <= bits) {
        Zone zone = byNetwork.get(Network.around(address, prefix));
        if (zone != null) {
          return Optional.of(zone);
        }
      }
    }
    return Optional.empty();
  }

  /** Whose rights an address has: the names of its zone and of that one's parents. */
  public List<String> rights(InetAddress address) {
    return of(address).map(zone -> lineages.get(zone.name())).orElse(List.of());
  }

  /** Whether a zone is another, or has it among its parents. */
  public boolean inherits(String zone, String from) {
    return lineages.getOrDefault(zone, List.of()).contains(from);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Zones zones && zones.all.equals(all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
