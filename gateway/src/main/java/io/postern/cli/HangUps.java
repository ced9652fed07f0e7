package io.postern.cli;

import java.util.Optional;

/**
 * SIGHUP means: reload. One that comes before the gateway can is kept until it can, and of several
 * that come during a reload one is enough.
 */
final class HangUps {
  private Optional<Runnable> reload = Optional.empty();
  private boolean wanted;
  private boolean running;

  /** Takes the signal from now on. */
  static HangUps taken() {
    HangUps hangUps = new HangUps();
    Signals.onHangUp(hangUps::come);
    return hangUps;
  }

  /** From now on that is done. */
  void reloadBy(Runnable action) {
    synchronized (this) {
      reload = Optional.of(action);
    }
    work();
  }

  /** One has come; returns when what it asked for is done, by this thread or another. */
  void come() {
    synchronized (this) {
      wanted = true;
    }
    work();
  }

  private void work() {
    for (Optional<Runnable> next = begin(); next.isPresent(); next = begin()) {
      try {
        next.get().run();
      } finally {
        synchronized (this) {
          running = false;
        }
      }
    }
  }

  private synchronized Optional<Runnable> begin() {
    if (!wanted || running || reload.isEmpty()) {
      return Optional.empty();
    }
    wanted = false;
    running = true;
    return reload;
  }
}
