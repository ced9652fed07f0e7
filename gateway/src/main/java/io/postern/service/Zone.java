package io.postern.service;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A named set of networks. An address belongs to the zone with the most specific network around it
 * (see {@link Zones}); whatever a rule lets the parent do, it lets the child do, too.
 *
 * @param name 1 to 64 letters, digits, {@code _}, {@code -} or {@code .}, the first a letter: so no
 *     name reads as an address
 * @param networks none twice; may be empty in a zone that only lends its rights
 * @param parent the name of another zone
 */
public record Zone(String name, List<Network> networks, Optional<String> parent) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

  /** Throws {@link IllegalArgumentException} with a sentence for the administrator. */
  public Zone {
    networks = List.copyOf(networks);
    Objects.requireNonNull(parent);
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a zone's name is a letter and up to 63 letters, digits, '_', '-' or '.'");
    }
    if (networks.stream().distinct().count() < networks.size()) {
      throw new IllegalArgumentException("zone " + name + " has a network twice");
    }
  }

  /** Whether a text can be a zone's name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
