package io.postern.notation;

import io.postern.imap.CapabilityTable;
import io.postern.imap.CommandName;
import io.postern.policy.ConfigWarning;
import io.postern.policy.Entry;
import io.postern.policy.Nearest;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.RequestAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code postern check} tells about a policy that loads: commands and capabilities; responses
 * are {@link ResponseWarnings}.
 */
final class PolicyWarnings {
  private final Policy policy;
  private final Place named;
  private final List<ConfigWarning> warnings = new ArrayList<>();

  PolicyWarnings(Policy policy, Place named) {
    this.policy = policy;
    this.named = named;
  }

  List<ConfigWarning> all() {
    policy.requests().forEach(this::request);
    policy.capabilities().forEach(this::capability);
    revisionOne();
    droppedButNamed();
    Stars.of(policy, warnings);
    warnings.addAll(new ResponseWarnings(policy).all());
    return warnings;
  }

  private void warn(Place place, String message) {
    warnings.add(new ConfigWarning(place, message));
  }

  /** Rules of the built-in classes have no line; nobody can mend them. */
  static boolean isBuiltIn(Place place) {
    return place.line() == 0 && Policies.bases().contains(place.file());
  }

  private void request(String key, Entry<RequestAction> entry) {
    if (key.equals("*")
        && entry.value().equals(RequestAction.ACCEPT)
        && !isBuiltIn(entry.place())) {
      warn(
          entry.place(),
          "\"*\" accepts every command that isn't named, also those of later versions: without it,"
              + " what isn't named is refused");
    }
    if (isBuiltIn(entry.place()) || key.equals("*") || key.equals("UID")) {
      return;
    }
    Set<String> known = CapabilityTable.knownCommands();
    if (!known.contains(key)) {
      warn(
          entry.place(),
          "unknown command "
              + key
              + ": it is answered BAD, the rule never matches"
              + hint(Nearest.to(key, known)));
    } else if (CommandName.of(key).isEmpty() && !isRefusal(entry.value())) {
      warn(
          entry.place(),
          "the engine doesn't follow " + key + " yet: it is answered BAD, the rule never matches");
    }
    if (key.equals("LOGOUT") && (isRefusal(entry.value()) && !isAbort(entry.value()))) {
      warn(entry.place(), "LOGOUT can't be denied: the gateway answers it by BYE and OK itself");
    }
  }

  private static String hint(Optional<String> nearest) {
    return nearest.map(name -> "; did you mean " + name + "?").orElse("");
  }

  private static boolean isAbort(RequestAction action) {
    return action instanceof RequestAction.Abort;
  }

  static boolean isRefusal(RequestAction action) {
    return switch (action) {
      case RequestAction.Reject reject -> true;
      case RequestAction.Drop drop -> true;
      case RequestAction.Abort abort -> true;
      case RequestAction.Accept accept -> false;
      case RequestAction.Call call -> false;
      case RequestAction.Rewrite rewrite -> false;
      case RequestAction.RewriteForm form -> false;
      case RequestAction.Respond respond -> false;
    };
  }

  private void capability(String key, Entry<Boolean> entry) {
    if (isBuiltIn(entry.place()) || key.equals("*")) {
      return;
    }
    Optional<CapabilityTable.Row> row = CapabilityTable.row(key);
    if (row.isEmpty()) {
      warn(
          entry.place(),
          "unknown capability "
              + key
              + ": it is never shown"
              + hint(
                  Nearest.to(
                      key,
                      CapabilityTable.rows().stream().map(CapabilityTable.Row::name).toList())));
    } else if (entry.value() && row.get().following() == CapabilityTable.Following.NO) {
      warn(
          entry.place(),
          "the engine doesn't follow " + key + ": it is removed whatever the table says");
    }
  }

  private void revisionOne() {
    if (!policy.accepts("IMAP4REV1")) {
      warn(
          placeOf(policy.capabilities(), "IMAP4REV1"),
          "IMAP4rev1 itself is hidden (and IMAP4rev2 with it): clients will take this for no IMAP"
              + " server");
    }
  }

  /**
   * A capability that is dropped whose command is accepted by name: the command stays usable,
   * unseen.
   */
  private void droppedButNamed() {
    for (CommandName name : CommandName.values()) {
      Set<String> bringing = CapabilityTable.bringing(name);
      Entry<RequestAction> entry = policy.requests().get(name.text());
      if (entry != null
          && !bringing.isEmpty()
          && !isRefusal(entry.value())
          && bringing.stream().noneMatch(policy::accepts)) {
        String first = bringing.iterator().next();
        Place place =
            isBuiltIn(entry.place()) ? placeOf(policy.capabilities(), first) : entry.place();
        warn(
            place,
            name.text()
                + " is accepted by name, but what brings it ("
                + shown(bringing)
                + ") is dropped: clients may use it without being told");
      }
    }
  }

  /** As the registry writes them. */
  private static String shown(Set<String> capabilities) {
    return String.join(
        ", ",
        capabilities.stream()
            .map(each -> CapabilityTable.row(each).map(CapabilityTable.Row::name).orElse(each))
            .toList());
  }

  /** Where the table decides about the key. */
  private <V> Place placeOf(Map<String, Entry<V>> table, String key) {
    Entry<V> entry = table.getOrDefault(key, table.get("*"));
    return entry == null || isBuiltIn(entry.place()) ? named : entry.place();
  }
}
