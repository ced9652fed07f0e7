package io.postern.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * For tests: a grammar in ABNF (RFC 5234), and whether octets match it. Every way to match is
 * tried, remembered by rule and position, so that nothing depends on the order of alternatives. No
 * left recursion.
 */
final class Abnf {
  /** What a rule's match must be beyond its ABNF. */
  interface Check {
    boolean holds(byte[] octets, int start, int end);
  }

  private interface Node {
    /** The offsets at which a match that begins at {@code start} may end. */
    BitSet ends(Run run, int start);
  }

  /** One attempt to match. */
  private static final class Run {
    final byte[] octets;
    final Map<String, BitSet[]> known = new HashMap<>();

    Run(byte[] octets) {
      this.octets = octets;
    }
  }

  private final Map<String, Node> rules = new HashMap<>();
  private final Map<String, Check> checks;
  private String source = "";
  private int at;

  Abnf(String text, Map<String, Check> checks) {
    this.checks = checks;
    for (String line : text.lines().toList()) {
      if (line.isEmpty() || line.startsWith(";")) {
        continue;
      }
      boolean more = line.contains(" =/ ");
      String[] sides = line.split(more ? " =/ " : " = ", 2);
      source = sides[1];
      at = 0;
      Node node = alternatives();
      if (at != source.length()) {
        throw new IllegalArgumentException("ABNF: " + line + " at " + at);
      }
      rules.merge(sides[0], node, (old, added) -> either(List.of(old, added)));
    }
  }

  boolean matches(String rule, byte[] octets) {
    return named(new Run(octets), rule, 0).get(octets.length);
  }

  private BitSet named(Run run, String rule, int start) {
    BitSet[] ends = run.known.computeIfAbsent(rule, r -> new BitSet[run.octets.length + 1]);
    if (ends[start] == null) {
      Node node = rules.get(rule);
      if (node == null) {
        throw new IllegalArgumentException("no rule " + rule);
      }
      BitSet found = (BitSet) node.ends(run, start).clone();
      Check check = checks.get(rule);
      if (check != null) {
        for (int end = found.nextSetBit(0); end >= 0; end = found.nextSetBit(end + 1)) {
          found.set(end, check.holds(run.octets, start, end));
        }
      }
      ends[start] = found;
    }
    return ends[start];
  }

  private Node alternatives() {
    List<Node> all = new ArrayList<>();
    do {
      all.add(sequence());
    } while (skip(" / "));
    return all.size() == 1 ? all.getFirst() : either(all);
  }

  private Node sequence() {
    List<Node> all = new ArrayList<>();
    all.add(repetition());
    while (at < source.length() && source.charAt(at) == ' ' && !source.startsWith(" / ", at)) {
      at++;
      all.add(repetition());
    }
    return (run, start) -> {
      BitSet from = single(start);
      for (Node node : all) {
        from = step(from, node::ends, run);
      }
      return from;
    };
  }

  private Node repetition() {
    int least = digits();
    boolean star = skip("*");
    Node node = element();
    if (!star && least < 0) {
      return node;
    }
    int first = Math.max(least, 0);
    return (run, start) -> {
      BitSet from = single(start);
      for (int i = 0; i < first; i++) {
        from = step(from, node::ends, run);
      }
      if (!star) {
        return from;
      }
      BitSet all = (BitSet) from.clone();
      while (!from.isEmpty()) {
        from = step(from, node::ends, run);
        from.andNot(all);
        all.or(from);
      }
      return all;
    };
  }

  private int digits() {
    int number = -1;
    while (Character.isDigit(source.charAt(at))) {
      number = Math.max(number, 0) * 10 + source.charAt(at++) - '0';
    }
    return number;
  }

  private Node element() {
    if (skip("(")) {
      Node node = alternatives();
      require(")");
      return node;
    }
    if (skip("[")) {
      Node node = alternatives();
      require("]");
      return (run, start) -> {
        BitSet ends = (BitSet) node.ends(run, start).clone();
        ends.set(start);
        return ends;
      };
    }
    if (skip("\"")) {
      int end = source.indexOf('"', at);
      byte[] word = source.substring(at, end).getBytes(StandardCharsets.US_ASCII);
      at = end + 1;
      return (run, start) -> word(run.octets, start, word);
    }
    if (skip("%x")) {
      int low = Integer.parseInt(source.substring(at, at + 2), 16);
      at += 2;
      int high = low;
      if (skip("-")) {
        high = Integer.parseInt(source.substring(at, at + 2), 16);
        at += 2;
      }
      int most = high;
      return (run, start) -> {
        int octet = start < run.octets.length ? run.octets[start] & 0xFF : -1;
        return octet >= low && octet <= most ? single(start + 1) : new BitSet();
      };
    }
    int begin = at;
    while (at < source.length()
        && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '-')) {
      at++;
    }
    String rule = source.substring(begin, at);
    return (run, start) -> named(run, rule, start);
  }

  private static BitSet word(byte[] octets, int start, byte[] word) {
    if (octets.length - start < word.length) {
      return new BitSet();
    }
    for (int i = 0; i < word.length; i++) {
      int octet = octets[start + i];
      boolean letter = (octet | 0x20) >= 'a' && (octet | 0x20) <= 'z';
      if (octet != word[i] && !(letter && (octet | 0x20) == (word[i] | 0x20))) {
        return new BitSet();
      }
    }
    return single(start + word.length);
  }

  private boolean skip(String text) {
    boolean there = source.startsWith(text, at);
    at += there ? text.length() : 0;
    return there;
  }

  private void require(String text) {
    if (!skip(text)) {
      throw new IllegalArgumentException("ABNF: " + text + " expected in " + source + " at " + at);
    }
  }

  private static Node either(List<Node> nodes) {
    return (run, start) -> {
      BitSet ends = new BitSet();
      for (Node node : nodes) {
        ends.or(node.ends(run, start));
      }
      return ends;
    };
  }

  private static BitSet single(int offset) {
    BitSet one = new BitSet();
    one.set(offset);
    return one;
  }

  private static BitSet step(BitSet from, BiFunction<Run, Integer, BitSet> node, Run run) {
    BitSet ends = new BitSet();
    for (int start = from.nextSetBit(0); start >= 0; start = from.nextSetBit(start + 1)) {
      ends.or(node.apply(run, start));
    }
    return ends;
  }
}
