package io.postern.admin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A counter for each set of label values. Any thread. What the labels can be is bounded: behind the
 * bound everything is counted as {@value #OTHER}, since a metric with a label for each of a
 * stranger's ideas is a leak of memory, here and in whatever stores it.
 */
final class Tallies {
  /** Stands for what has no label of its own. */
  static final String OTHER = "other";

  private final List<String> labels;
  private final int valuesMax;
  private final Map<List<String>, LongAdder> counts = new ConcurrentHashMap<>();
  private final List<String> others;

  /** {@code valuesMax}: how many sets of values are told apart. */
  Tallies(int valuesMax, String... labels) {
    this.labels = List.of(labels);
    this.valuesMax = valuesMax;
    this.others = Collections.nCopies(labels.length, OTHER);
  }

  /** Counts one more; as many values as there are labels. */
  void count(String... values) {
    count(1, values);
  }

  void count(long number, String... values) {
    List<String> key = List.of(values);
    LongAdder found = counts.get(key);
    if (found == null) {
      // Several threads may pass the bound at once, by one each.
      List<String> kept = counts.size() < valuesMax ? key : others;
      found = counts.computeIfAbsent(kept, _ -> new LongAdder());
    }
    found.add(number);
  }

  long sum() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** As a metric, in the order of the values. */
  Family family(String name, String help) {
    Family.Filling filling = Family.filling(name, Family.Kind.COUNTER, help);
    List<Map.Entry<List<String>, LongAdder>> sorted = new ArrayList<>(counts.entrySet());
    sorted.sort((one, other) -> one.getKey().toString().compareTo(other.getKey().toString()));
    for (Map.Entry<List<String>, LongAdder> entry : sorted) {
      String[] pairs = new String[labels.size() * 2];
      for (int i = 0; i < labels.size(); i++) {
        pairs[2 * i] = labels.get(i);
        pairs[2 * i + 1] = entry.getKey().get(i);
      }
      filling.with(entry.getValue().sum(), pairs);
    }
    return filling.filled();
  }
}
