package io.postern.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Whether two records of one talk are the same, after {@link Normal}. */
final class Comparison {
  private static final int SHOWN_MAX = 400;

  private final List<String> differences = new ArrayList<>();

  private Comparison() {}

  /** Differences between two records of the talk with the server itself; none if it is empty. */
  static List<String> direct(List<Exchange> one, List<Exchange> other) {
    return of(one, other, Optional.empty());
  }

  /**
   * Differences between the talk with the server itself and the same through the gateway.
   *
   * @param passes which capabilities the gateway shows
   */
  static List<String> through(
      List<Exchange> direct, List<Exchange> gateway, Predicate<String> passes) {
    return of(direct, gateway, Optional.of(passes));
  }

  /** Octets for people: escaped, and cut. */
  static String shown(String octets) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < octets.length() && shown.length() < SHOWN_MAX; i++) {
      char c = octets.charAt(i);
      switch (c) {
        case '\r' -> shown.append("\\r");
        case '\n' -> shown.append("\\n");
        default -> {
          if (c >= 0x20 && c < 0x7f) {
            shown.append(c);
          } else {
            shown.append("\\x%02x".formatted((int) c));
          }
        }
      }
    }
    return octets.length() > SHOWN_MAX
        ? shown + "... (" + octets.length() + " octets)"
        : shown.toString();
  }

  private static List<String> of(
      List<Exchange> one, List<Exchange> other, Optional<Predicate<String>> gateway) {
    Comparison comparison = new Comparison();
    if (one.size() != other.size()) {
      comparison.differences.add(one.size() + " exchanges, but " + other.size());
    }
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      comparison.exchange(one.get(i), other.get(i), gateway);
    }
    return comparison.differences;
  }

  private void exchange(Exchange one, Exchange other, Optional<Predicate<String>> gateway) {
    if (!one.said().equals(other.said())) {
      differences.add("said: " + one.said() + "\n but: " + other.said());
      return;
    }
    List<String> heard = Normal.of(other.heard());
    if (gateway.isPresent() && one.through().isPresent()) {
      meant(one, one.through().get(), heard);
      return;
    }
    List<String> expected = Normal.of(one.heard());
    if (gateway.isPresent()) {
      expected = expected.stream().map(line -> Normal.through(line, gateway.get())).toList();
    }
    int lines = Math.max(expected.size(), heard.size());
    for (int i = 0; i < lines; i++) {
      String should = i < expected.size() ? expected.get(i) : "(nothing)";
      String does = i < heard.size() ? heard.get(i) : "(nothing)";
      if (!should.equals(does)) {
        int at = common(should, does);
        differences.add(
            "%s\n  direct %s\n  but    %s".formatted(one.said(), from(should, at), from(does, at)));
        return;
      }
    }
  }

  private void meant(Exchange said, Exchange.Through through, List<String> heard) {
    boolean same = heard.size() == through.lines().size();
    for (int i = 0; same && i < heard.size(); i++) {
      Pattern line = through.lines().get(i);
      same = line.matcher(heard.get(i).replaceFirst("\r\n$", "")).matches();
    }
    if (!same) {
      differences.add(
          "%s\n  through the gateway (%s) %s\n  but %s"
              .formatted(said.said(), through.why(), through.lines(), shown(heard.toString())));
    }
  }

  /** From a little before the first difference. */
  private static String from(String line, int at) {
    int begin = Math.max(0, at - 60);
    return (begin > 0 ? "..." : "") + shown(line.substring(begin));
  }

  private static int common(String one, String other) {
    int i = 0;
    while (i < one.length() && i < other.length() && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i;
  }
}
