package io.postern.policy;

/**
 * One step of a look-up: which key was tried, and what stood there. For people: it is only made
 * when a decision is told.
 *
 * @param table {@code request}, {@code response} or {@code capability}
 * @param key as YAML writes it: {@code UID FETCH}, {@code FETCH UNTAGGED *}, {@code *}
 * @param action the word of {@link ActionWords}; empty: the table has nothing under this key
 * @param place where the entry is written; empty if there is none
 */
public record Lookup(String table, String key, String action, String place) {
  static Lookup nothing(String table, String key) {
    return new Lookup(table, key, "", "");
  }

  /** Whether the table has something under the key. */
  public boolean found() {
    return !action.isEmpty();
  }
}
