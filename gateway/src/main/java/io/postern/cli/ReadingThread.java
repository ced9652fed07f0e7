package io.postern.cli;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Where a run reads its configuration and policies, the first time and at each reload: always the
 * same thread, since a Python engine keeps a context for each thread that loads by it, which costs
 * a tenth of a second and megabytes. A platform thread, since policies are code and may compute for
 * long. One read at a time.
 */
final class ReadingThread implements AutoCloseable {
  /** Longer than any policy takes to load, on a machine with much else to do. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private ExecutorService thread = started();

  /**
   * Does it there, and waits. What it throws comes out here.
   *
   * @throws VerbFailure if it takes longer than that; then what runs is given up with its thread,
   *     since Java can't stop it
   */
  <T> T read(Supplier<T> work, Duration patience) {
    Future<T> outcome = thread.submit(work::get);
    try {
      return outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case RuntimeException told -> throw told;
        case Error fault -> throw fault;
        // A supplier declares no other.
        default -> throw new AssertionError(failed);
      }
    } catch (TimeoutException late) {
      thread.shutdownNow();
      thread = started();
      throw new VerbFailure(
          Exit.CONFIG,
          "reading it took longer than "
              + patience.toSeconds()
              + " s: does a policy compute for ever when it is loaded?");
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      throw new VerbFailure(Exit.SOFTWARE, "interrupted");
    }
  }

  /** A daemon: what computes for ever doesn't keep the process. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static ExecutorService started() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().name("postern-reading").daemon().factory());
  }
}
