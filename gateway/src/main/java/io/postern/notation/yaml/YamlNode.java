package io.postern.notation.yaml;

import io.postern.policy.Place;
import java.util.List;
import java.util.Optional;

/** A node of a YAML document, with the place where it begins. */
public sealed interface YamlNode {
  Place place();

  /** What stands there, for messages: {@code a list}, {@code the text "accept"}. */
  String described();

  /** A mapping, in the order of the file; each key stands once. */
  record Mapping(Place place, List<Entry> entries) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The value under the key, in exactly this writing. */
    public Optional<YamlNode> get(String key) {
      return entries.stream()
          .filter(entry -> entry.key().text().equals(key))
          .map(Entry::value)
          .findFirst();
    }

    public List<String> keys() {
      return entries.stream().map(entry -> entry.key().text()).toList();
    }

    @Override
    public String described() {
      return "a map";
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, YamlNode value) {}

  record Sequence(Place place, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String described() {
      return "a list";
    }
  }

  /**
   * A scalar.
   *
   * @param plain whether it stood without quotes, and may so be a number, a truth value or null
   *     (YAML 1.2, JSON schema plus the core schema's null): {@code yes}, {@code on} and {@code
   *     0x10} are texts
   */
  record Scalar(Place place, String text, boolean plain) implements YamlNode {
    /** Nothing, {@code null} or {@code ~}. */
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }

    /** {@code true} or {@code false} without quotes. */
    public Optional<Boolean> truth() {
      if (!plain) {
        return Optional.empty();
      }
      return switch (text) {
        case "true" -> Optional.of(true);
        case "false" -> Optional.of(false);
        default -> Optional.empty();
      };
    }

    /** A decimal integer without quotes; too large a number is none. */
    public Optional<Long> integer() {
      int digits = text.startsWith("-") ? 1 : 0;
      // 18 digits always fit a long.
      if (!plain || text.length() == digits || text.length() - digits > 18) {
        return Optional.empty();
      }
      for (int i = digits; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return Optional.empty();
        }
      }
      return Optional.of(Long.valueOf(text));
    }

    @Override
    public String described() {
      if (isNull()) {
        return "nothing";
      }
      if (truth().isPresent()) {
        return "the truth value " + text;
      }
      if (integer().isPresent()) {
        return "the number " + text;
      }
      return "the text \"" + text + "\"";
    }
  }
}
