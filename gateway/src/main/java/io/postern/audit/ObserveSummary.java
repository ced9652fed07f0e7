package io.postern.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What observed policies would have changed since the start or the last reload, by rule: for {@code
 * postern explain --summary}. Called on event loops; the one lock is a rule's own, held for a few
 * steps.
 */
public final class ObserveSummary implements EventSink {
  /** Rules that are counted apart; far more than a policy that a person wrote has. */
  static final int RULES_MAX = 1000;

  /** Users that are told apart for one rule; beyond it "at least" is all that is known. */
  static final int USERS_MAX = 10_000;

  /** Users that are told apart for all rules together: about 20 MiB of names at worst. */
  static final int NAMES_MAX = 200_000;

  /** Decision ids that are shown of a rule: its first ones. */
  static final int SAMPLES_MAX = 3;

  /** Different messages that are named of a rule. */
  static final int MESSAGES_MAX = 5;

  /** What a function's failure is called here. */
  static final String FAILED = "policy_failed";

  /**
   * One rule and what it would have done.
   *
   * @param action reject, drop, abort, rewrite, respond; accept where the policy in force refused
   *     what this one would let pass; {@code policy_failed}
   * @param messages names of the first different commands or responses
   * @param count commands and responses
   * @param users different users; a client that hasn't logged in counts by its address
   * @param more whether there are more users than could be told apart
   * @param samples the first decision ids
   */
  public record Row(
      String service,
      String rule,
      String action,
      List<String> messages,
      long count,
      int users,
      boolean more,
      List<String> samples,
      Instant first,
      Instant last) {}

  /**
   * The whole.
   *
   * @param since when counting began
   * @param rows those with most users and messages first
   * @param uncounted messages of rules beyond the bound
   * @param unjudged sessions in which some messages couldn't be judged
   */
  public record Summary(Instant since, List<Row> rows, long uncounted, long unjudged) {}

  private record Key(String service, String rule, String action) {}

  private final Map<Key, Count> counts = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();
  private final LongAdder uncounted = new LongAdder();
  private final LongAdder unjudged = new LongAdder();
  private final Clock clock;
  private volatile Instant since;

  public ObserveSummary(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  @Override
  public void event(SessionInfo session, Event event) {
    if (event instanceof Event.Decided decided && isObserved(decided.mode())) {
      count(session, decided.rule(), decided.action(), decided.message(), decided.decisionId());
    } else if (event instanceof Event.PolicyFailed failed && isObserved(failed.mode())) {
      count(session, failed.rule(), FAILED, failed.function(), failed.decisionId());
    } else if (event instanceof Event.Unjudged) {
      unjudged.increment();
    } else if (event instanceof Event.ConfigReloaded reloaded && reloaded.ok()) {
      startAgain();
    }
  }

  /** A rule that was changed is another one; what is counted meanwhile may get lost. */
  private void startAgain() {
    counts.clear();
    names.set(0);
    uncounted.reset();
    unjudged.reset();
    since = clock.instant();
  }

  private static boolean isObserved(String mode) {
    return mode.equals("observe");
  }

  private void count(
      SessionInfo session, String rule, String action, String message, String decisionId) {
    Key key = new Key(session.service(), rule, action);
    Count count = counts.get(key);
    if (count == null) {
      if (counts.size() >= RULES_MAX) {
        uncounted.increment();
        return;
      }
      count = counts.computeIfAbsent(key, _ -> new Count());
    }
    String user = session.user().orElseGet(() -> "[" + session.clientIp() + "]");
    count.add(user, message, decisionId, clock.instant());
  }

  public Summary summary() {
    return summary(Optional.empty());
  }

  /** Of one service, or of all. */
  public Summary summary(Optional<String> service) {
    List<Row> rows = new ArrayList<>();
    counts.forEach(
        (key, count) -> {
          if (service.isEmpty() || service.get().equals(key.service())) {
            rows.add(count.row(key));
          }
        });
    rows.sort(
        Comparator.comparingInt(Row::users)
            .thenComparingLong(Row::count)
            .reversed()
            .thenComparing(Row::service)
            .thenComparing(Row::rule)
            .thenComparing(Row::action));
    return new Summary(since, rows, uncounted.sum(), unjudged.sum());
  }

  /** Of one rule. */
  private final class Count {
    private final Set<String> users = new HashSet<>();
    private final Set<String> messages = new TreeSet<>();
    private final List<String> samples = new ArrayList<>();
    private boolean more;
    private long count;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    synchronized void add(String user, String message, String decisionId, Instant now) {
      count++;
      first = now.isBefore(first) ? now : first;
      last = now.isAfter(last) ? now : last;
      if (!users.contains(user)) {
        if (users.size() < USERS_MAX && names.get() < NAMES_MAX) {
          users.add(user);
          names.incrementAndGet();
        } else {
          more = true;
        }
      }
      if (messages.size() < MESSAGES_MAX) {
        messages.add(message);
      }
      if (samples.size() < SAMPLES_MAX) {
        samples.add(decisionId);
      }
    }

    synchronized Row row(Key key) {
      return new Row(
          key.service(),
          key.rule(),
          key.action(),
          List.copyOf(messages),
          count,
          users.size(),
          more,
          List.copyOf(samples),
          first,
          last);
    }
  }
}
