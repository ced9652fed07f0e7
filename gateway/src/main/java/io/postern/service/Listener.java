package io.postern.service;

import java.util.ArrayList;
import java.util.List;

/**
 * One place where clients come in. Services that name the same address share it; port 0 is a free
 * port for each time that it is named, and so never shared.
 *
 * @param address as configured
 * @param owner the service, where the port is 0; else empty
 * @param number which of the owner's, from 0
 */
public record Listener(Address address, String owner, int number) {
  public Listener {
    if ((address.port() == 0) == owner.isEmpty() || number < 0) {
      throw new IllegalArgumentException("only a port 0 has an owner");
    }
  }

  /** Those of a service, in its order. */
  public static List<Listener> of(Service service) {
    List<Listener> listeners = new ArrayList<>();
    for (Address address : service.listen()) {
      if (address.port() != 0) {
        listeners.add(new Listener(address, "", 0));
        continue;
      }
      int number = 0;
      while (listeners.contains(new Listener(address, service.name(), number))) {
        number++;
      }
      listeners.add(new Listener(address, service.name(), number));
    }
    return listeners;
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
