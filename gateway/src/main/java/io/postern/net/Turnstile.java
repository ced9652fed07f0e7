package io.postern.net;

import io.postern.audit.LimitNames;
import io.postern.service.Network;
import io.postern.service.Quotas;
import io.postern.service.Service;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.function.LongSupplier;

/**
 * Counts who has how much of which service, and lets in who may have more (docs/decisions/0062).
 * What is taken here is held by a {@link Pass}, which gives all of it back at once. Any thread.
 */
final class Turnstile {
  /**
   * Addresses whose pace is remembered at once; one that was forgotten begins with a full second.
   */
  private static final int ADDRESSES_MAX = 16_384;

  /** Somebody who has sessions of a service: an address, a network, a user's name. */
  record Holder(String service, Object who) {}

  /** Let in, or not. */
  sealed interface Entry permits Pass, Refusal {}

  /**
   * Not let in.
   *
   * @param limit which bound, one of {@link LimitNames#ALL}
   * @param text for the client, behind its response code
   */
  record Refusal(String limit, String text) implements Entry {}

  private final LongSupplier clock;
  private final ConcurrentCounts<String> services = new ConcurrentCounts<>();
  private final ConcurrentCounts<Holder> holders = new ConcurrentCounts<>();
  private final ConcurrentCounts<FailedLogins.Who> waiting = new ConcurrentCounts<>();
  private final FailedLogins failedLogins = new FailedLogins(new Fingerprints(new SecureRandom()));
  private final Recent<Holder, TokenBucket> arrivals = new Recent<>(ADDRESSES_MAX);
  private final Recent<String, TokenBucket> arrivalsOfAll = new Recent<>(ADDRESSES_MAX);

  Turnstile(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Lets a client in, if its service, address and network have room and it didn't come too fast.
   */
  Entry enter(Service service, InetAddress address) {
    Quotas quotas = service.quotas();
    String name = service.name();
    boolean exempt = quotas.exempts(address);
    long now = clock.getAsLong();
    if (!exempt && !arrival(new Holder(name, address)).take(quotas.rates().perAddress(), now)) {
      return new Refusal(
          LimitNames.NEW_PER_ADDRESS, "Too many new connections from your address, slow down");
    }
    if (!arrivalOfAll(name).take(quotas.rates().all(), now)) {
      return new Refusal(LimitNames.NEW, "Too many new connections, try again later");
    }
    if (!services.take(name, quotas.sessions())) {
      return new Refusal(LimitNames.CONNECTIONS, "Too many connections, try again later");
    }
    Network network = quotas.shares().networkOf(address);
    Pass pass = new Pass(this, service, network, exempt);
    if (exempt) {
      return pass;
    }
    if (!pass.take(address, quotas.shares().perAddress())) {
      pass.giveBack();
      return new Refusal(LimitNames.PER_ADDRESS, "Too many connections from your address");
    }
    if (!pass.take(network, quotas.shares().perNetwork())) {
      pass.giveBack();
      return new Refusal(LimitNames.PER_NETWORK, "Too many connections from your network");
    }
    return pass;
  }

  /** Clients that a service has at the moment. */
  int connections(String service) {
    return services.count(service);
  }

  /** Addresses, networks, users and waiting logins that something is counted of; for tests. */
  int counted() {
    return holders.keys() + waiting.keys();
  }

  ConcurrentCounts<String> services() {
    return services;
  }

  ConcurrentCounts<Holder> holders() {
    return holders;
  }

  ConcurrentCounts<FailedLogins.Who> waiting() {
    return waiting;
  }

  FailedLogins failedLogins() {
    return failedLogins;
  }

  long now() {
    return clock.getAsLong();
  }

  private TokenBucket arrival(Holder holder) {
    synchronized (arrivals) {
      return arrivals.findOrMake(holder, TokenBucket::new);
    }
  }

  private TokenBucket arrivalOfAll(String service) {
    synchronized (arrivalsOfAll) {
      return arrivalsOfAll.findOrMake(service, TokenBucket::new);
    }
  }
}
