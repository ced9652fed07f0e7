package io.postern.python;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the sessions of a policy file share, on all event loops: one in a process for each file; it
 * outlives a reload. Values are texts that Python's side encodes (shared.py).
 *
 * <p>Nothing is given up to make room: a count of failed logins that vanished would let somebody
 * in. At a bound the policy gets an exception, and its session ends.
 */
final class Shared {
  /** Entries of one policy file. */
  static final int ENTRIES_MAX = 100_000;

  /** Characters of a key: names, addresses, and a few words before them. */
  static final int KEY_MAX = 256;

  /** Characters of an encoded value. */
  static final int VALUE_MAX = 4_096;

  /** Characters of all keys and values together: 100,000 entries of 160 on average. */
  static final long CHARACTERS_MAX = 16_000_000;

  /** How long an entry lives unless the policy says otherwise. */
  static final long LIFE_SECONDS = 3_600;

  /** Longest life: what a process that is never restarted may still remember. */
  static final long LIFE_SECONDS_MAX = 30L * 24 * 3_600;

  private static final Map<Path, Shared> BY_FILE = new ConcurrentHashMap<>();

  private final Ticker ticker;
  private final Cache<String, Entry> entries;
  private final AtomicLong characters = new AtomicLong();

  /**
   * @param deadline in nanoseconds of the ticker
   */
  private record Entry(String value, long deadline) {}

  /** Entries end at their deadline, whatever happens to them before. */
  private static final class AtDeadline implements Expiry<String, Entry> {
    @Override
    public long expireAfterCreate(String key, Entry entry, long now) {
      return entry.deadline() - now;
    }

    @Override
    public long expireAfterUpdate(String key, Entry entry, long now, long left) {
      return entry.deadline() - now;
    }

    @Override
    public long expireAfterRead(String key, Entry entry, long now, long left) {
      return left;
    }
  }

  Shared(Ticker ticker) {
    this.ticker = ticker;
    this.entries =
        Caffeine.newBuilder()
            .expireAfter(new AtDeadline())
            .ticker(ticker)
            .executor(Runnable::run)
            .removalListener(
                (String key, Entry entry, RemovalCause cause) ->
                    characters.addAndGet(-weight(key, entry.value())))
            .build();
  }

  /** The one of that policy file. */
  static Shared of(Path file) {
    return BY_FILE.computeIfAbsent(
        file.toAbsolutePath().normalize(), each -> new Shared(Ticker.systemTicker()));
  }

  /** What came of writing. */
  sealed interface Outcome {}

  record Written(String value) implements Outcome {}

  /** Nothing was written; the entry is as it was. */
  enum Refused implements Outcome {
    PRESENT,
    FULL,
    KEY_TOO_LONG,
    VALUE_TOO_LONG,
    NO_NUMBER,
    NUMBER_TOO_LARGE
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(entries.getIfPresent(key)).map(Entry::value);
  }

  synchronized boolean delete(String key) {
    return entries.asMap().remove(key) != null;
  }

  long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }

  /** {@code seconds} 0: the usual life. */
  synchronized Outcome set(String key, String value, double seconds) {
    return put(key, value, deadline(seconds));
  }

  synchronized Outcome addIfAbsent(String key, String value, double seconds) {
    return get(key).isPresent() ? Refused.PRESENT : set(key, value, seconds);
  }

  /** Counts from 0 where there is nothing. The life-time is that of the first count. */
  synchronized Outcome increment(String key, String by, double seconds) {
    Entry found = entries.getIfPresent(key);
    if (found != null && !found.value().startsWith("i")) {
      return Refused.NO_NUMBER;
    }
    try {
      long before = found == null ? 0 : Long.parseLong(found.value().substring(1));
      long sum = Math.addExact(before, Long.parseLong(by));
      Outcome outcome = put(key, "i" + sum, found == null ? deadline(seconds) : found.deadline());
      return outcome instanceof Written ? new Written(Long.toString(sum)) : outcome;
    } catch (ArithmeticException | NumberFormatException e) {
      return Refused.NUMBER_TOO_LARGE;
    }
  }

  /** Forgets everything: for a test that begins. */
  synchronized void clear() {
    entries.invalidateAll();
  }

  private long deadline(double seconds) {
    double life = seconds == 0 ? LIFE_SECONDS : Math.min(seconds, LIFE_SECONDS_MAX);
    return ticker.read() + (long) (life * TimeUnit.SECONDS.toNanos(1));
  }

  private Outcome put(String key, String value, long deadline) {
    if (key.length() > KEY_MAX) {
      return Refused.KEY_TOO_LONG;
    }
    if (value.length() > VALUE_MAX) {
      return Refused.VALUE_TOO_LONG;
    }
    Entry found = entries.getIfPresent(key);
    long more = weight(key, value) - (found == null ? 0 : weight(key, found.value()));
    if (isFull(found == null, more)) {
      entries.cleanUp();
      if (isFull(found == null, more)) {
        return Refused.FULL;
      }
    }
    characters.addAndGet(weight(key, value));
    entries.put(key, new Entry(value, deadline));
    return new Written(value);
  }

  private boolean isFull(boolean isNew, long more) {
    return (isNew && entries.estimatedSize() >= ENTRIES_MAX)
        || (more > 0 && characters.get() + more > CHARACTERS_MAX);
  }

  private static long weight(String key, String value) {
    return (long) key.length() + value.length();
  }
}
