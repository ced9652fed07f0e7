package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What sessions keep together of what servers say (threats T28). */
class SharedSetsTest {
  private final SharedSets shared = new SharedSets();

  /** Whether an equal set that comes later is the one that came first. */
  @SuppressWarnings("ReferenceEquality") // which of two equal sets it is, is the question
  private boolean shares(Set<String> names) {
    Set<String> first = shared.of(new HashSet<>(names));
    Set<String> second = shared.of(new HashSet<>(names));
    assertThat(first).isEqualTo(names);
    assertThat(second).isEqualTo(names);
    return first == second;
  }

  private static Set<String> names(int count) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      names.add("X" + i);
    }
    return names;
  }

  @Test
  void equalSetsAreOne() {
    assertThat(shares(Set.of("IMAP4REV1", "IDLE"))).isTrue();
    assertThat(shares(Set.of())).isTrue();
  }

  @Test
  void longListsAreNotKept() {
    assertThat(shares(names(SharedSets.NAMES_MAX))).isTrue();
    assertThat(shares(names(SharedSets.NAMES_MAX + 1))).isFalse();
  }

  @Test
  void longNamesAreNotKept() {
    assertThat(shares(Set.of("X".repeat(SharedSets.CHARS_MAX)))).isTrue();
    assertThat(shares(Set.of("X".repeat(SharedSets.CHARS_MAX + 1)))).isFalse();
  }

  @Test
  void aServerThatAlwaysSaysSomethingElseFillsNothing() {
    for (int i = 0; i < SharedSets.SETS_MAX; i++) {
      assertThat(shares(Set.of("A" + i))).isTrue();
    }
    assertThat(shares(Set.of("B"))).isFalse();
    assertThat(shares(Set.of("A0"))).isTrue();
  }
}
