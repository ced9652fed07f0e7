package io.postern.admin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A gateway at one moment; counts are since its start.
 *
 * @param loaded when what new sessions get was read
 * @param reloadFailed what was wrong with the last reload; empty if nothing was, or there was none
 * @param configuration the file as it was named; empty where the command line was all
 * @param notAccepting why a service takes no new sessions; empty if all do
 * @param totals by their names in the answer, in its order
 */
public record GatewayStatus(
    String version,
    long pid,
    Instant since,
    Instant loaded,
    String reloadFailed,
    String configuration,
    String notAccepting,
    List<Service> services,
    Map<String, Long> totals) {
  /**
   * One service.
   *
   * @param listen where it really listens
   * @param policy as the configuration names it
   * @param mode enforce or observe
   */
  public record Service(
      String name, List<String> listen, String server, String policy, String mode, long sessions) {
    public Service {
      listen = List.copyOf(listen);
    }

    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", name);
      fields.put("listen", listen);
      fields.put("server", server);
      fields.put("policy", policy);
      fields.put("mode", mode);
      fields.put("sessions", sessions);
      return fields;
    }
  }

  public GatewayStatus {
    services = List.copyOf(services);
    totals = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(totals));
  }

  /** As the answer of {@code status} has it. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", version);
    fields.put("pid", pid);
    fields.put("since", since.toString());
    if (!configuration.isEmpty()) {
      fields.put("configuration", configuration);
    }
    fields.put("loaded", loaded.toString());
    if (!reloadFailed.isEmpty()) {
      fields.put("reload_failed", reloadFailed);
    }
    fields.put("accepting", notAccepting.isEmpty());
    if (!notAccepting.isEmpty()) {
      fields.put("not_accepting", notAccepting);
    }
    fields.put("services", services.stream().map(Service::fields).toList());
    fields.putAll(totals);
    return fields;
  }
}
