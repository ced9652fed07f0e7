package io.postern.service;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What is wrong with services, zones and rules taken together, or not as it was meant. */
public final class PlanCheck {
  private PlanCheck() {}

  /** What a finding is about, for its place in the file. */
  public sealed interface About {
    /** A rule, from 0 in the order of the file. */
    record OfRule(int index) implements About {}

    /** A service's place to listen. */
    record OfListener(String service, Address address) implements About {}

    /** All of it. */
    record OfAll() implements About {}
  }

  /**
   * One finding.
   *
   * @param text one line, no full stop
   */
  public record Finding(About about, String text) {
    public Finding {
      Objects.requireNonNull(about);
    }
  }

  /** What can't be run. */
  public static List<Finding> faults(List<Service> services, Zones zones, List<Rule> rules) {
    List<Finding> faults = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Service service : services) {
      if (!names.add(service.name())) {
        faults.add(of("there are two services named " + service.name()));
      }
    }
    if (rules.size() > Plan.RULES_MAX) {
      faults.add(of("more than " + Plan.RULES_MAX + " rules"));
    }
    Map<Listener, List<Service>> sharing = Plan.sharing(services);
    for (int i = 0; i < rules.size(); i++) {
      faults(i, rules.get(i), services, zones, sharing, faults);
    }
    sharing.forEach((listener, sharers) -> faults(listener, sharers, rules, faults));
    return faults;
  }

  private static void faults(
      int index,
      Rule rule,
      List<Service> services,
      Zones zones,
      Map<Listener, List<Service>> sharing,
      List<Finding> faults) {
    About about = new About.OfRule(index);
    Stream.concat(rule.from().stream(), rule.to().stream())
        .filter(area -> area instanceof Area.OfZone(String zone) && !zones.inherits(zone, zone))
        .forEach(area -> faults.add(new Finding(about, "there is no zone " + area)));
    if (rule.service().isPresent()
        && services.stream().noneMatch(each -> each.name().equals(rule.service().get()))) {
      faults.add(new Finding(about, "there is no service " + rule.service().get()));
      return;
    }
    for (Address address : rule.listen()) {
      boolean found =
          sharing.entrySet().stream()
              .anyMatch(
                  entry ->
                      entry.getKey().address().equals(address)
                          && Plan.applies(rule, entry.getKey(), entry.getValue()));
      if (!found) {
        faults.add(
            new Finding(
                about,
                rule.service()
                        .map(name -> "service " + name + " doesn't listen")
                        .orElse("nobody listens")
                    + " on "
                    + address));
      }
    }
  }

  private static void faults(
      Listener listener, List<Service> sharers, List<Rule> rules, List<Finding> faults) {
    List<Rule> applying =
        rules.stream().filter(rule -> Plan.applies(rule, listener, sharers)).toList();
    Service last = sharers.getLast();
    About about = new About.OfListener(last.name(), listener.address());
    if (sharers.size() > 1) {
      if (applying.stream().noneMatch(rule -> rule.service().isPresent())) {
        faults.add(
            new Finding(
                about,
                listener
                    + " is shared with service "
                    + sharers.getFirst().name()
                    + ", and no rule chooses between them"));
      }
      boolean sameProxies =
          sharers.stream()
                  .map(each -> List.of(each.proxy().in(), each.proxy().trusted()))
                  .distinct()
                  .count()
              <= 1;
      if (!sameProxies) {
        faults.add(
            new Finding(
                about,
                listener
                    + " is shared with service "
                    + sharers.getFirst().name()
                    + ": a PROXY header comes before a service is chosen, so they must agree on"
                    + " it"));
      }
    }
    boolean byName = applying.stream().anyMatch(rule -> !rule.names().isEmpty());
    if (byName) {
      sharers.stream()
          .filter(each -> each.tls().client().mode() != ClientTls.Mode.IMPLICIT)
          .forEach(
              each ->
                  faults.add(
                      new Finding(
                          new About.OfListener(each.name(), listener.address()),
                          "a rule chooses on "
                              + listener
                              + " by sni, and service "
                              + each.name()
                              + " has no TLS from the first octet: the name would come too late")));
    }
  }

  private static Finding of(String text) {
    return new Finding(new About.OfAll(), text);
  }

  /** What can be run, and is likely not what was meant; of what has no faults. */
  public static List<Finding> doubts(List<Service> services, Zones zones, List<Rule> rules) {
    List<Finding> doubts = new ArrayList<>();
    Map<Listener, List<Service>> sharing = Plan.sharing(services);
    for (int i = 0; i < rules.size(); i++) {
      for (int earlier = 0; earlier < i; earlier++) {
        if (RuleCover.covers(rules.get(earlier), rules.get(i), zones, sharing)) {
          doubts.add(
              new Finding(
                  new About.OfRule(i),
                  "never matches: " + rules.get(earlier).place() + " covers it"));
          break;
        }
      }
    }
    sharing.forEach(
        (listener, sharers) -> {
          List<Rule> applying =
              rules.stream()
                  .filter(rule -> Plan.applies(rule, listener, sharers))
                  .filter(rule -> rule.service().isPresent())
                  .toList();
          for (Service service : sharers) {
            if (!applying.isEmpty()
                && applying.stream()
                    .noneMatch(rule -> rule.service().get().equals(service.name()))) {
              doubts.add(
                  new Finding(
                      new About.OfListener(service.name(), listener.address()),
                      "no rule chooses service " + service.name() + " on " + listener));
            }
          }
        });
    return doubts;
  }
}
