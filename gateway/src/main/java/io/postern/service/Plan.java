package io.postern.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a gateway serves: its services, and which of them a connection gets. Immutable; any thread.
 *
 * <p>On each listener the rules that apply there are tried in the order of the file; the first that
 * holds decides, and where none does the connection is denied. A listener of one service on which
 * no rule chooses has one rule more, behind all others: everybody gets that service
 * (docs/decisions/0053).
 */
public final class Plan {
  /** A bound, so that a slip of the pen shows: each connection may try all of them. */
  public static final int RULES_MAX = 1_000;

  private final Map<String, Service> services;
  private final Zones zones;
  private final List<Rule> rules;

  /** What is tried on each listener, in order. */
  private final Map<Listener, List<Rule>> applying;

  private final Map<Listener, List<Service>> sharing;

  private Plan(
      Map<String, Service> services,
      Zones zones,
      List<Rule> rules,
      Map<Listener, List<Rule>> applying) {
    this.services = services;
    this.zones = zones;
    this.rules = rules;
    this.applying = applying;
    this.sharing = sharing(services.values());
  }

  /** Services without rules: each on listeners of its own. */
  public static Plan of(List<Service> services) {
    return of(services, Zones.NONE, List.of());
  }

  /** Throws {@link IllegalArgumentException} with a sentence if {@link PlanCheck} finds a fault. */
  public static Plan of(List<Service> services, Zones zones, List<Rule> rules) {
    PlanCheck.faults(services, zones, rules).stream()
        .findFirst()
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(fault.text());
            });
    Map<Listener, List<Rule>> applying = new LinkedHashMap<>();
    sharing(services)
        .forEach((listener, sharers) -> applying.put(listener, applying(listener, sharers, rules)));
    return new Plan(byName(services), zones, List.copyOf(rules), applying);
  }

  /** The rules that apply on a listener, with the one that nobody wrote. */
  private static List<Rule> applying(Listener listener, List<Service> sharers, List<Rule> rules) {
    List<Rule> found = new ArrayList<>();
    rules.stream().filter(rule -> applies(rule, listener, sharers)).forEach(found::add);
    if (found.stream().noneMatch(rule -> rule.service().isPresent())) {
      found.add(Rule.all("default", sharers.getFirst().name()));
    }
    return List.copyOf(found);
  }

  /** Whether a rule is tried on a listener. */
  static boolean applies(Rule rule, Listener listener, List<Service> sharers) {
    return (rule.listen().isEmpty() || rule.listen().contains(listener.address()))
        && (rule.service().isEmpty()
            || sharers.stream().anyMatch(each -> each.name().equals(rule.service().get())));
  }

  /** Every listener, with the services that name it. */
  static Map<Listener, List<Service>> sharing(Collection<Service> services) {
    Map<Listener, List<Service>> sharing = new LinkedHashMap<>();
    for (Service service : services) {
      for (Listener listener : Listener.of(service)) {
        sharing.computeIfAbsent(listener, _ -> new ArrayList<>()).add(service);
      }
    }
    return sharing;
  }

  /**
   * The same for some of the services only. A rule for another service denies what it would have
   * given away, so that nobody comes in by a later rule that wasn't meant for them.
   */
  public Plan only(Set<String> names) {
    Map<String, Service> kept = new LinkedHashMap<>(services);
    kept.keySet().retainAll(names);
    Map<Listener, List<Rule>> left = new LinkedHashMap<>();
    for (Listener listener : sharing(kept.values()).keySet()) {
      left.put(
          listener,
          applying.get(listener).stream()
              .map(
                  rule ->
                      rule.service().isEmpty() || names.contains(rule.service().get())
                          ? rule
                          : rule.denying())
              .toList());
    }
    return new Plan(Collections.unmodifiableMap(kept), zones, rules, left);
  }

  /** In the order of the file. */
  public List<Service> services() {
    return List.copyOf(services.values());
  }

  public Optional<Service> service(String name) {
    return Optional.ofNullable(services.get(name));
  }

  public Zones zones() {
    return zones;
  }

  /** Those that were written. */
  public List<Rule> rules() {
    return rules;
  }

  /** Where clients come in, and the services that share each place. */
  public Map<Listener, List<Service>> listeners() {
    return Collections.unmodifiableMap(sharing);
  }

  /** Whether a client on a listener can be told anything before its service is chosen. */
  public boolean speaksClear(Listener listener) {
    return sharing.containsKey(listener)
        && sharing.get(listener).stream()
            .allMatch(service -> service.tls().client().mode() != ClientTls.Mode.IMPLICIT);
  }

  /**
   * Which service a connection gets. Asked when it stands, and again when its {@link ServerName} is
   * known if that is what it depends on; it is known then, and the answer is final.
   */
  public Choice choose(ConnectionFacts facts) {
    List<String> source = zones.rights(facts.source());
    List<String> destination = zones.rights(facts.destination());
    for (Rule rule : applying.getOrDefault(facts.listener(), List.of())) {
      if (!rule.holds(facts, source, destination)) {
        continue;
      }
      if (facts.serverName() instanceof ServerName.NotYet && !rule.names().isEmpty()) {
        return new Choice.NeedsServerName();
      }
      if (rule.holds(facts.serverName())) {
        return rule.service()
            .<Choice>map(name -> new Choice.Chosen(services.get(name), rule.place()))
            .orElseGet(() -> new Choice.Denied(rule.place()));
      }
    }
    return new Choice.Denied("default");
  }

  private static Map<String, Service> byName(List<Service> services) {
    Map<String, Service> byName = new LinkedHashMap<>();
    services.forEach(service -> byName.put(service.name(), service));
    return Collections.unmodifiableMap(byName);
  }
}
