package io.postern.service;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/** Which addresses a rule means: those of a zone, or those of a network whatever their zone. */
public sealed interface Area {
  /**
   * Whether an address is meant.
   *
   * @param rights the zones whose rights it has, see {@link Zones#rights}
   */
  boolean holds(InetAddress address, List<String> rights);

  /** A zone, with the zones that inherit from it. */
  record OfZone(String zone) implements Area {
    public OfZone {
      if (!Zone.isName(zone)) {
        throw new IllegalArgumentException("not a zone's name");
      }
    }

    @Override
    public boolean holds(InetAddress address, List<String> rights) {
      return rights.contains(zone);
    }

    @Override
    public String toString() {
      return zone;
    }
  }

  /** A network. */
  record OfNetwork(Network network) implements Area {
    public OfNetwork {
      Objects.requireNonNull(network);
    }

    @Override
    public boolean holds(InetAddress address, List<String> rights) {
      return network.contains(address);
    }

    @Override
    public String toString() {
      return network.toString();
    }
  }
}
