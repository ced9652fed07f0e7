package io.postern.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The service manager that has started this process and wants to know how it is: systemd, by
 * NOTIFY_SOCKET (sd_notify(3)). Without one nothing is done, and nothing of it is loaded. What
 * can't be told is said once; the gateway runs on. Any thread.
 */
final class Supervisor implements AutoCloseable {
  /** Where a process without one tells it. */
  private static final Optional<NotifySocket> NOBODY = Optional.empty();

  private final Optional<NotifySocket> socket;
  private final Duration watchdog;
  private final Consumer<String> trouble;
  private final AtomicBoolean troubled = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Supervisor(Optional<NotifySocket> socket, Duration watchdog, Consumer<String> trouble) {
    this.socket = socket;
    this.watchdog = watchdog;
    this.trouble = trouble;
  }

  /** Whether all is well, so that the manager need not end us. */
  interface Health {
    /** Waits for that time at most. */
    boolean isWell(Duration atMost) throws InterruptedException;
  }

  /**
   * The manager that the environment names, if it does.
   *
   * @param trouble what is said where it can't be told
   */
  static Supervisor of(Map<String, String> environment, Consumer<String> trouble) {
    String place = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (place.isEmpty()) {
      return new Supervisor(NOBODY, Duration.ZERO, trouble);
    }
    try {
      return new Supervisor(Optional.of(new NotifySocket(place)), watchdog(environment), trouble);
    } catch (IOException | LinkageError e) {
      trouble.accept(e.getMessage());
      return new Supervisor(NOBODY, Duration.ZERO, trouble);
    }
  }

  /** How long the manager waits for a sign of life from this process; zero for never. */
  static Duration watchdog(Map<String, String> environment) {
    String forWhom = environment.getOrDefault("WATCHDOG_PID", "");
    if (!forWhom.isEmpty() && !forWhom.equals(Long.toString(ProcessHandle.current().pid()))) {
      return Duration.ZERO;
    }
    try {
      long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      return Duration.ofMillis(Math.max(micros / 1000, 0));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  /** It serves. */
  void ready(String status) {
    tell("READY=1\nSTATUS=" + status);
  }

  /** One line for whoever asks the manager. */
  void status(String status) {
    tell("STATUS=" + status);
  }

  /** It goes down. */
  void stopping(String status) {
    tell("STOPPING=1\nSTATUS=" + status);
  }

  /** Tells that a reload begins; closed, that it is over, however it went. */
  Reloading reloading() {
    if (socket.isEmpty()) {
      return () -> {};
    }
    tell("RELOADING=1\nMONOTONIC_USEC=" + NotifySocket.monotonicMicros());
    return () -> tell("READY=1");
  }

  /** A reload, from its beginning to {@link #close}. */
  interface Reloading extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * From now on gives the manager its signs of life, if it wants any: twice in its time, and only
   * while all is well.
   */
  void watch(Health health) {
    if (socket.isEmpty() || watchdog.isZero()) {
      return;
    }
    Duration half = watchdog.dividedBy(2);
    var _ = Thread.ofPlatform().daemon().name("postern-watchdog").start(() -> watch(health, half));
  }

  private void watch(Health health, Duration half) {
    try {
      do {
        // Half of the half: a loop that answers later than that is as good as hung.
        if (health.isWell(half.dividedBy(2))) {
          tell("WATCHDOG=1");
        }
      } while (!closed.await(half.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String state) {
    if (socket.isEmpty()) {
      return;
    }
    try {
      socket.get().send(state);
    } catch (IOException e) {
      if (troubled.compareAndSet(false, true)) {
        trouble.accept(e.getMessage());
      }
    }
  }

  /** No more signs of life. */
  @Override
  public void close() {
    closed.countDown();
  }
}
