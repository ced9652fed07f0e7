package io.postern.net;

import io.netty.channel.EventLoop;
import io.postern.audit.LiveSession;
import io.postern.audit.SessionInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The sessions that live at one moment. Each loop is asked about its own, all at once: so sessions
 * publish nothing, and pay nothing while nobody looks.
 *
 * @param sessions in no order
 * @param complete false if a loop didn't answer in time; then its sessions are missing
 */
public record Look(List<LiveSession> sessions, boolean complete) {
  /** Waits at most that long; never on a loop. */
  static Look at(Collection<SessionHandle> live, Predicate<SessionInfo> wanted, Duration atMost) {
    Map<EventLoop, List<SessionHandle>> byLoop =
        live.stream()
            .filter(session -> wanted.test(session.info()))
            .collect(Collectors.groupingBy(session -> session.loop().executor()));
    List<CompletableFuture<List<LiveSession>>> asked = new ArrayList<>();
    byLoop.forEach((loop, own) -> asked.add(ask(loop, own)));
    long deadline = System.nanoTime() + atMost.toNanos();
    List<LiveSession> sessions = new ArrayList<>();
    boolean complete = true;
    for (CompletableFuture<List<LiveSession>> one : asked) {
      try {
        sessions.addAll(one.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
      } catch (TimeoutException | ExecutionException unanswered) {
        complete = false;
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
        return new Look(sessions, false);
      }
    }
    return new Look(sessions, complete);
  }

  private static CompletableFuture<List<LiveSession>> ask(
      EventLoop loop, List<SessionHandle> sessions) {
    try {
      return CompletableFuture.supplyAsync(
          () -> sessions.stream().map(SessionHandle::look).toList(), loop);
    } catch (RejectedExecutionException stopped) {
      return CompletableFuture.failedFuture(stopped);
    }
  }
}
