package io.postern.python;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Things that take long to make, made beforehand: behind the first that is taken, some more are
 * made for the threads that will want theirs soon. So at a start the policy threads find their
 * contexts made while the policy was still being read. Any thread.
 */
final class Spares<T> {
  private final Supplier<T> maker;
  private final int behindFirst;
  private final List<CompletableFuture<T>> ready = new ArrayList<>();
  private boolean begun;

  /**
   * @param behindFirst how many are made behind the first one
   */
  Spares(Supplier<T> maker, int behindFirst) {
    this.maker = maker;
    this.behindFirst = behindFirst;
  }

  /** A spare one, waited for if it is being made; else one made now. */
  T take() {
    CompletableFuture<T> spare;
    synchronized (this) {
      spare = ready.isEmpty() ? null : ready.removeFirst();
    }
    if (spare == null) {
      T made = maker.get();
      makeMore();
      return made;
    }
    try {
      return spare.join();
    } catch (CompletionException failed) {
      // Whoever wants it now shall see for himself what goes wrong.
      return maker.get();
    }
  }

  /** After the first, and only once: what comes later comes one by one. */
  private synchronized void makeMore() {
    if (begun) {
      return;
    }
    begun = true;
    List<CompletableFuture<T>> making = new ArrayList<>();
    for (int i = 0; i < behindFirst; i++) {
      making.add(new CompletableFuture<>());
    }
    ready.addAll(making);
    Thread.ofPlatform()
        .name("postern-python-spares")
        .daemon()
        .start(() -> making.forEach(this::fill));
  }

  private void fill(CompletableFuture<T> spare) {
    try {
      spare.complete(maker.get());
    } catch (RuntimeException | Error e) {
      spare.completeExceptionally(e);
    }
  }
}
