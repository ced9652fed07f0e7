package io.postern.notation;

import io.postern.policy.ConfigWarning;
import io.postern.policy.Entry;
import io.postern.policy.Place;
import io.postern.policy.Policy;
import io.postern.policy.ResponseKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Warns of stars that stand under explicit entries of a base: the explicit entry wins, whatever the
 * order.
 */
final class Stars {
  /** So many names are written out. */
  private static final int SHOWN_MAX = 6;

  private Stars() {}

  static void of(Policy policy, List<ConfigWarning> warnings) {
    under("request \"*\"", policy.requests(), "*", key -> true, warnings);
    under("capability \"*\"", policy.capabilities(), "*", key -> true, warnings);
    for (ResponseKey star : policy.responses().keySet()) {
      if (isStar(star)) {
        under(
            "response \"" + star + "\"",
            policy.responses(),
            star,
            key -> covers(star, key),
            warnings);
      }
    }
  }

  private static boolean isStar(ResponseKey key) {
    return key.command().equals("*") || key.name().equals("*") || key.name().equals("[*]");
  }

  /**
   * Whether the star's rule would decide about all that the key is about, if the key weren't there.
   */
  private static boolean covers(ResponseKey star, ResponseKey key) {
    return (star.command().equals("*") || star.command().equals(key.command()))
        && (star.kind() == ResponseKey.Kind.ALL || star.kind() == key.kind())
        && (star.name().equals(key.name()) || star.name().equals(key.isCode() ? "[*]" : "*"));
  }

  private static <K, V> void under(
      String what,
      Map<K, Entry<V>> table,
      K star,
      Predicate<K> covered,
      List<ConfigWarning> warnings) {
    Entry<V> entry = table.get(star);
    if (entry == null || PolicyWarnings.isBuiltIn(entry.place())) {
      return;
    }
    List<String> names = new ArrayList<>();
    String base = "";
    for (Map.Entry<K, Entry<V>> each : table.entrySet()) {
      Place place = each.getValue().place();
      if (!each.getKey().equals(star)
          && covered.test(each.getKey())
          && !place.file().equals(entry.place().file())
          && !each.getValue().value().equals(entry.value())) {
        names.add(each.getKey().toString());
        base = place.file();
      }
    }
    if (!names.isEmpty()) {
      String shown = String.join(", ", names.subList(0, Math.min(names.size(), SHOWN_MAX)));
      String more = names.size() > SHOWN_MAX ? " and " + (names.size() - SHOWN_MAX) + " more" : "";
      warnings.add(
          new ConfigWarning(
              entry.place(),
              what + " doesn't reach " + shown + more + ", which " + base + " names"));
    }
  }
}
