package io.postern.net;

import io.postern.audit.Event;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Who came and who went, by service: counted where a session is put into the list of those that
 * live, and where it is taken out. Any thread.
 */
final class Connections {
  private static final class OfService {
    private final LongAdder accepted = new LongAdder();
    private final Map<Event.Cause, LongAdder> closed = new EnumMap<>(Event.Cause.class);

    OfService() {
      for (Event.Cause cause : Event.Cause.values()) {
        closed.put(cause, new LongAdder());
      }
    }
  }

  /** Bounded by the services that there were. */
  private final Map<String, OfService> services = new ConcurrentHashMap<>();

  void accepted(String service) {
    of(service).accepted.increment();
  }

  void closed(String service, Event.Cause cause) {
    of(service).closed.get(cause).increment();
  }

  /** At one moment: whoever is seen to have gone was seen to come. */
  List<Counted.OfService> counted(List<String> names) {
    return names.stream().map(this::counted).toList();
  }

  private Counted.OfService counted(String service) {
    OfService one = of(service);
    Map<Event.Cause, Long> closed = new EnumMap<>(Event.Cause.class);
    one.closed.forEach((cause, number) -> closed.put(cause, number.sum()));
    // Read last, so that no client has left before it came.
    return new Counted.OfService(service, one.accepted.sum(), closed);
  }

  private OfService of(String service) {
    return services.computeIfAbsent(service, _ -> new OfService());
  }
}
