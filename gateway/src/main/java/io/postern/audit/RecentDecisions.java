package io.postern.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last decisions that were told, for {@code postern explain ID}. A ring: writing one costs two
 * atomic steps and no lock, since event loops do it; finding one reads the whole ring, which only
 * an administrator does.
 */
public final class RecentDecisions implements EventSink {
  /**
   * Decisions that are kept: at 2 KiB each at worst (arguments are cut, look-ups are shared or few)
   * 8 MiB; at the rate of a busy gateway that refuses little, some hours.
   */
  public static final int KEPT_MAX = 4096;

  /**
   * What happened, to whom, when.
   *
   * @param session the session's facts as they were then
   * @param event a {@link Event.Decided}, or what belongs to a decision: {@link
   *     Event.PolicyFailed}, {@link Event.FunctionLogged}
   */
  public record Kept(Instant time, SessionInfo session, Event event) {}

  private final AtomicReferenceArray<Kept> ring;
  private final AtomicLong written = new AtomicLong();
  private final Clock clock;

  public RecentDecisions(Clock clock) {
    this(clock, KEPT_MAX);
  }

  RecentDecisions(Clock clock, int keptMax) {
    this.clock = clock;
    this.ring = new AtomicReferenceArray<>(keptMax);
  }

  @Override
  public void event(SessionInfo session, Event event) {
    if (!event.decisionId().isEmpty()) {
      int at = (int) Math.floorMod(written.getAndIncrement(), (long) ring.length());
      ring.set(at, new Kept(clock.instant(), session, event));
    }
  }

  /**
   * All that is kept of a decision, the oldest first: several where a policy enforces and another
   * observes, or where a function failed or logged. Empty if the gateway doesn't know it any more.
   */
  public List<Kept> find(String decisionId) {
    return all().stream().filter(kept -> kept.event().decisionId().equals(decisionId)).toList();
  }

  /** The newest decisions that begin so ({@code SESSION-}), the oldest first; "" for all. */
  public List<Kept> latest(String idPrefix, int atMost) {
    List<Kept> found =
        all().stream().filter(kept -> kept.event().decisionId().startsWith(idPrefix)).toList();
    return found.subList(Math.max(0, found.size() - atMost), found.size());
  }

  /** In the order of writing; what is written meanwhile may be missing or among the oldest. */
  private List<Kept> all() {
    List<Kept> all = new ArrayList<>();
    long oldest = Math.max(0, written.get() - ring.length());
    for (int i = 0; i < ring.length(); i++) {
      Kept kept = ring.get((int) Math.floorMod(oldest + i, (long) ring.length()));
      if (kept != null) {
        all.add(kept);
      }
    }
    return all;
  }
}
