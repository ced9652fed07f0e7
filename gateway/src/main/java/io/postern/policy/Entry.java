package io.postern.policy;

/** An entry of a table: what was assigned, and where. */
public record Entry<V>(V value, Place place) {
  Rule<V> rule() {
    return new Rule<>(value, place.rule());
  }
}
