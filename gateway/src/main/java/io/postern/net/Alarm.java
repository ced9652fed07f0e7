package io.postern.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A session's one timer. It is set anew only when it would ring too late: a deadline that moves
 * away with each octet costs nothing, and an alarm that rang too early is simply set again.
 * Confined to the loop.
 */
final class Alarm {
  private final EventLoop loop;
  private final Runnable ring;
  private ScheduledFuture<?> timer;
  private long at = Long.MAX_VALUE;

  Alarm(EventLoop loop, Runnable ring) {
    this.loop = loop;
    this.ring = ring;
  }

  /** Rings at {@code due} or earlier; {@link Long#MAX_VALUE} is never. */
  void set(long due, long now) {
    if (due >= at) {
      return;
    }
    cancel();
    at = due;
    // A deadline that lies back is for the next turn, not for this one again.
    timer = loop.schedule(this::rung, Math.max(1, due - now), TimeUnit.MILLISECONDS);
  }

  void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    at = Long.MAX_VALUE;
  }

  private void rung() {
    timer = null;
    at = Long.MAX_VALUE;
    ring.run();
  }
}
