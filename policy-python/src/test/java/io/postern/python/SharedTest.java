package io.postern.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.notation.PolicyLoad;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTest {
  private long now = -5;
  private final Shared shared = new Shared(() -> now);

  @TempDir private Path folder;

  @Test
  void anEntryLivesAsLongAsWasSaidAndNoLonger() {
    shared.set("a", "s1", 10);
    pass(10, -1);
    assertThat(shared.get("a")).contains("s1");
    pass(0, 1);
    assertThat(shared.get("a")).isEmpty();
    assertThat(shared.size()).isZero();
  }

  @Test
  void withoutALifeTimeItIsAnHourAndThirtyDaysAtMost() {
    shared.set("usual", "s", 0);
    shared.set("long", "s", 1e9);
    pass(Shared.LIFE_SECONDS, 0);
    assertThat(shared.get("usual")).isEmpty();
    assertThat(shared.get("long")).isPresent();
    pass(Shared.LIFE_SECONDS_MAX - Shared.LIFE_SECONDS, 0);
    assertThat(shared.get("long")).isEmpty();
  }

  @Test
  void countingDoesNotProlongALife() {
    shared.increment("tries", "1", 60);
    pass(59, 0);
    assertThat(shared.increment("tries", "2", 60)).isEqualTo(new Shared.Written("3"));
    pass(1, 0);
    assertThat(shared.increment("tries", "1", 60)).isEqualTo(new Shared.Written("1"));
  }

  @Test
  void aCountDoesNotOverflowAndNeedsANumber() {
    shared.set("n", "i" + Long.MAX_VALUE, 0);
    assertThat(shared.increment("n", "1", 0)).isEqualTo(Shared.Refused.NUMBER_TOO_LARGE);
    assertThat(shared.get("n")).contains("i" + Long.MAX_VALUE);
    shared.set("s", "sword", 0);
    assertThat(shared.increment("s", "1", 0)).isEqualTo(Shared.Refused.NO_NUMBER);
  }

  @Test
  void onlyTheFirstOneAdds() {
    assertThat(shared.addIfAbsent("a", "s1", 5)).isEqualTo(new Shared.Written("s1"));
    assertThat(shared.addIfAbsent("a", "s2", 5)).isEqualTo(Shared.Refused.PRESENT);
    assertThat(shared.get("a")).contains("s1");
    pass(5, 0);
    assertThat(shared.addIfAbsent("a", "s2", 5)).isEqualTo(new Shared.Written("s2"));
  }

  @Test
  void boundsOfKeyAndValueAreTakenToTheCharacter() {
    assertThat(shared.set("k".repeat(Shared.KEY_MAX), "s", 0)).isInstanceOf(Shared.Written.class);
    assertThat(shared.set("k".repeat(Shared.KEY_MAX + 1), "s", 0))
        .isEqualTo(Shared.Refused.KEY_TOO_LONG);
    assertThat(shared.set("k", "v".repeat(Shared.VALUE_MAX), 0)).isInstanceOf(Shared.Written.class);
    assertThat(shared.set("k", "v".repeat(Shared.VALUE_MAX + 1), 0))
        .isEqualTo(Shared.Refused.VALUE_TOO_LONG);
  }

  @Test
  void aFullStoreRefusesAndGivesUpNothing() {
    IntStream.range(0, Shared.ENTRIES_MAX).forEach(i -> shared.set("k" + i, "i1", i == 7 ? 5 : 60));
    assertThat(shared.set("one more", "i1", 0)).isEqualTo(Shared.Refused.FULL);
    assertThat(shared.increment("one more", "1", 0)).isEqualTo(Shared.Refused.FULL);
    assertThat(shared.increment("k3", "1", 0)).isEqualTo(new Shared.Written("2"));
    assertThat(shared.size()).isEqualTo(Shared.ENTRIES_MAX);
    pass(5, 0);
    assertThat(shared.set("one more", "i1", 60)).isInstanceOf(Shared.Written.class);
    assertThat(shared.set("two more", "i1", 60)).isEqualTo(Shared.Refused.FULL);
    assertThat(shared.delete("k9")).isTrue();
    assertThat(shared.set("two more", "i1", 60)).isInstanceOf(Shared.Written.class);
  }

  @Test
  void theCharactersOfAllTogetherAreBoundedToo() {
    String value = "v".repeat(Shared.VALUE_MAX);
    int fit = (int) (Shared.CHARACTERS_MAX / (Shared.VALUE_MAX + 5));
    for (int round = 0; round < 2; round++) {
      IntStream.range(10_000, 10_000 + fit)
          .forEach(i -> shared.set(Integer.toString(i), value, 60));
    }
    assertThat(shared.size()).isEqualTo(fit);
    assertThat(shared.set("20000", value, 60)).isEqualTo(Shared.Refused.FULL);
    assertThat(shared.set("10000", "s", 60)).isInstanceOf(Shared.Written.class);
    assertThat(shared.set("20000", "v".repeat(Shared.VALUE_MAX - 1), 60))
        .isInstanceOf(Shared.Written.class);
    pass(60, 0);
    assertThat(shared.set("20000", value, 60)).isInstanceOf(Shared.Written.class);
  }

  @Test
  void countsOfSeveralThreadsAreAllCounted() throws Exception {
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    Thread.ofPlatform()
                        .start(
                            () ->
                                IntStream.range(0, 1_000)
                                    .forEach(n -> shared.increment("n", "1", 0))))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(shared.get("n")).contains("i4000");
  }

  @Test
  void thePythonSideKeepsTypes() {
    Loads.config(
        folder,
        "for value in ('', 'a:b', 0, -5, 2**62, True, False, b'', b'\\x00\\xff', (), (1, 'x',"
            + " (True, b'y')), '\\u20ac'):",
        "    shared.set('key', value)",
        "    assert shared.get('key') == value and type(shared['key']) is type(value), value",
        "assert 'key' in shared and 'other' not in shared and len(shared) == 1",
        "assert shared.get('other') is None and shared.get('other', 3) == 3",
        "del shared['key']",
        "assert not shared.delete('key')",
        "assert shared.incr('n') == 1 and shared.incr('n', 5) == 6 and shared.incr('n', by=-2,"
            + " seconds=3) == 4",
        "assert shared.add_if_absent('once', 'a') and not shared.add_if_absent('once', 'b')",
        "assert shared['once'] == 'a'",
        "shared['x'] = (1, 2)",
        "for wrong in (None, 1.5, [], {}, (1, None), 2**63):",
        "    try:",
        "        shared.set('wrong', wrong)",
        "    except (TypeError, OverflowError):",
        "        continue",
        "    raise AssertionError(wrong)",
        "for wrong in (lambda: shared.set(1, 'x'), lambda: shared.get(None), lambda: shared['no'],",
        "              lambda: shared.set('k', 1, seconds=0), lambda: shared.set('k', 1,"
            + " seconds='x'),",
        "              lambda: shared.incr('once'), lambda: shared.incr('n', 'x'),",
        "              lambda: shared.set('k' * 257, 1), lambda: shared.set('k', 'v' * 5000)):",
        "    try:",
        "        wrong()",
        "    except (TypeError, ValueError, KeyError):",
        "        continue",
        "    raise AssertionError(wrong)");
  }

  @Test
  void itOutlivesAReloadAndIsNotThatOfAnotherFile() {
    Loads.config(folder, "assert shared.incr('loads') == 1");
    Loads.config(folder, "assert shared.incr('loads') == 2");
    String other = Loads.configText("assert shared.incr('loads') == 1");
    assertThat(Loads.load(folder, "other.py", other)).isInstanceOf(PolicyLoad.Loaded.class);
  }

  private void pass(long seconds, long nanos) {
    now += TimeUnit.SECONDS.toNanos(seconds) + nanos;
  }
}
