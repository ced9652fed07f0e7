package io.postern.net;

import io.postern.policy.PolicyFailure;
import io.postern.service.Service;
import java.util.concurrent.CompletableFuture;

/**
 * Makes a service's policy ready on one policy thread ({@link io.postern.policy.Policy#warm}), so
 * that no client pays for it.
 */
final class WarmUp extends PolicyTask {
  private final Service whose;
  private final CompletableFuture<Void> outcome = new CompletableFuture<>();

  WarmUp(Service whose, long limitMillis) {
    super(whose.name(), limitMillis);
    this.whose = whose;
  }

  /** Completes when the policy is ready here; a failure is a {@link WarmUpException}. */
  CompletableFuture<Void> outcome() {
    return outcome;
  }

  @Override
  void run() {
    try {
      whose.policy().warm();
    } catch (PolicyFailure told) {
      fail(told.getMessage(), told.place());
    } catch (Throwable fault) {
      // Whatever it is, it is the policy's. Its message is the administrator's: no peer has spoken.
      String message = fault.getMessage() == null ? "" : ": " + fault.getMessage();
      fail("threw " + fault.getClass().getName() + message, PolicyPlace.of(fault.getStackTrace()));
    }
    if (settleFirst()) {
      outcome.complete(null);
    }
  }

  @Override
  void fail(String cause, String place) {
    if (settleFirst()) {
      outcome.completeExceptionally(new WarmUpException(service(), cause, place));
    }
  }

  @Override
  void leave() {
    fail("was not begun", "");
  }

  @Override
  boolean lets() {
    return false;
  }

  /** There is nothing beyond the thread's interrupt: no session's functions run yet. */
  @Override
  void stopCode() {}
}
