package io.postern.admin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A metric with all its samples at one moment, as Prometheus has it (its text format 0.0.4).
 *
 * @param name with prefix and unit; of a counter with {@code _total}
 * @param help one sentence
 */
public record Family(String name, Kind kind, String help, List<Sample> samples) {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  /** What a metric is. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    SUMMARY;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One value.
   *
   * @param suffix what stands behind the family's name: {@code _bucket}; mostly empty
   * @param labels in their order; values may be anything, they are escaped
   */
  public record Sample(String suffix, Map<String, String> labels, double value) {
    public Sample {
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
      labels
          .keySet()
          .forEach(
              label -> {
                if (!NAME.matcher(label).matches()) {
                  throw new IllegalArgumentException("no label: " + label);
                }
              });
    }
  }

  public Family {
    samples = List.copyOf(samples);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no metric: " + name);
    }
  }

  /** One value without labels. */
  public static Family of(String name, Kind kind, String help, double value) {
    return new Family(name, kind, help, List.of(new Sample("", Map.of(), value)));
  }

  /** The same of a count: exact up to 2^53, as all that Prometheus keeps. */
  public static Family of(String name, Kind kind, String help, long value) {
    return of(name, kind, help, (double) value);
  }

  /** A family that is filled sample by sample. */
  public static Filling filling(String name, Kind kind, String help) {
    return new Filling(name, kind, help);
  }

  /** Collects samples. */
  public static final class Filling {
    private final String name;
    private final Kind kind;
    private final String help;
    private final List<Sample> samples = new ArrayList<>();

    private Filling(String name, Kind kind, String help) {
      this.name = name;
      this.kind = kind;
      this.help = help;
    }

    /** Adds a value; labels are pairs of a name and a value. */
    public Filling with(double value, String... labels) {
      return withSuffix("", value, labels);
    }

    /** The same of a count. */
    public Filling with(long value, String... labels) {
      return with((double) value, labels);
    }

    /** The same behind a suffix of the name. */
    public Filling withSuffix(String suffix, double value, String... labels) {
      Map<String, String> pairs = new LinkedHashMap<>();
      for (int i = 0; i + 1 < labels.length; i += 2) {
        pairs.put(labels[i], labels[i + 1]);
      }
      samples.add(new Sample(suffix, pairs, value));
      return this;
    }

    /** The same of a count. */
    public Filling withSuffix(String suffix, long value, String... labels) {
      return withSuffix(suffix, (double) value, labels);
    }

    /**
     * Adds a histogram's samples.
     *
     * @param bounds upper bounds, rising
     * @param classes how many fell into each, one more than there are bounds
     */
    public Filling withHistogram(
        List<Double> bounds, List<Long> classes, double sum, String... labels) {
      String[] more = java.util.Arrays.copyOf(labels, labels.length + 2);
      more[labels.length] = "le";
      long below = 0;
      for (int i = 0; i < classes.size(); i++) {
        below += classes.get(i);
        more[labels.length + 1] = i < bounds.size() ? Exposition.number(bounds.get(i)) : "+Inf";
        withSuffix("_bucket", below, more);
      }
      return withSuffix("_sum", sum, labels).withSuffix("_count", below, labels);
    }

    public Family filled() {
      return new Family(name, kind, help, samples);
    }
  }
}
