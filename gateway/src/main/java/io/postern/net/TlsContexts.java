package io.postern.net;

import io.postern.service.KeyMaterial;
import io.postern.service.Service;
import io.postern.service.Tls;
import io.postern.service.TlsFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/** TLS of all services, by their names. Any thread. */
final class TlsContexts {
  private final InstantSource clock;
  private final Map<String, TlsLegs> inForce = new ConcurrentHashMap<>();
  private Map<String, TlsLegs> staged = new HashMap<>();
  private Optional<TlsProvider> provider = Optional.empty();

  TlsContexts(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Reads the files of services that are to run, and changes nothing yet.
   *
   * @throws WarmUpException if a file can't be used
   */
  synchronized void stage(List<Service> services) throws WarmUpException {
    staged.values().forEach(TlsLegs::release);
    staged = new HashMap<>();
    for (Service service : services) {
      if (!service.tls().equals(Tls.NONE)) {
        staged.put(service.name(), read(service));
      }
    }
  }

  /** From now on these services have what was read for them; what isn't among them has no TLS. */
  synchronized void commit(List<Service> services) {
    Map<String, TlsLegs> next = new HashMap<>();
    for (Service service : services) {
      TlsLegs legs = staged.remove(service.name());
      TlsLegs now = inForce.get(service.name());
      if (legs != null && legs.tls().equals(service.tls())) {
        next.put(service.name(), legs);
      } else if (now != null && now.tls().equals(service.tls())) {
        next.put(service.name(), now);
      } else if (!service.tls().equals(Tls.NONE)) {
        throw new IllegalStateException("TLS of service " + service.name() + " isn't ready");
      }
    }
    List<TlsLegs> gone = new ArrayList<>(inForce.values());
    inForce.putAll(next);
    inForce.keySet().retainAll(next.keySet());
    gone.removeAll(next.values());
    gone.addAll(staged.values());
    staged = new HashMap<>();
    gone.forEach(TlsLegs::release);
  }

  private TlsLegs read(Service service) throws WarmUpException {
    if (provider.isEmpty()) {
      provider = Optional.of(TlsProvider.best());
    }
    try {
      return TlsLegs.read(provider.get(), service.tls(), clock.instant());
    } catch (TlsFileException unfit) {
      throw new WarmUpException(service.name(), unfit.getMessage());
    } catch (SSLException | RuntimeException refused) {
      throw new WarmUpException(service.name(), Faults.shortly(refused));
    }
  }

  /** TLS of a service; there only if it has some. */
  TlsLegs of(Service service) {
    TlsLegs legs = inForce.get(service.name());
    if (legs == null || !legs.tls().equals(service.tls())) {
      // Or a reload has given it another: a session that began before doesn't get what it wasn't
      // meant to have.
      throw new IllegalStateException("service " + service.name() + " has no such TLS now");
    }
    return legs;
  }

  Map<String, TlsLegs> inForce() {
    return Map.copyOf(inForce);
  }

  Instant now() {
    return clock.instant();
  }

  /** The certificates that are shown to clients, in no order. */
  List<CertificateInfo> certificates() {
    List<CertificateInfo> all = new ArrayList<>();
    inForce()
        .forEach(
            (name, legs) -> {
              List<KeyMaterial> materials = legs.materials();
              for (int i = 0; i < materials.size(); i++) {
                KeyMaterial each = materials.get(i);
                all.add(
                    new CertificateInfo(
                        name, i + 1, each.files().chain().toString(), each.notAfter()));
              }
            });
    return all;
  }

  /** At the end, when no loop runs any more. */
  synchronized void close() {
    inForce.values().forEach(TlsLegs::release);
    inForce.clear();
    staged.values().forEach(TlsLegs::release);
    staged = new HashMap<>();
  }
}
