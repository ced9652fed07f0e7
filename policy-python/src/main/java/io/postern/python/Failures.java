package io.postern.python;

import io.postern.policy.PolicyFailure;
import org.graalvm.polyglot.PolyglotException;

/**
 * What Python's own {@code except} doesn't see: interrupts, the walls of the sandbox, exhaustion.
 */
final class Failures {
  private Failures() {}

  /**
   * @param place where the function begins: GraalPy's frames have no lines here
   */
  static PolicyFailure of(PolyglotException e, String place) {
    return new PolicyFailure(what(e), place);
  }

  static String what(PolyglotException e) {
    if (e.isInterrupted() || e.isCancelled()) {
      return "was interrupted";
    }
    if (e.isExit()) {
      return "tried to end the process";
    }
    if (e.isResourceExhausted()) {
      return "ran out of memory or stack";
    }
    if (!e.isInternalError()) {
      // Python's side catches whatever a policy raises: this is a mistake of ours.
      throw e;
    }
    // A wall of the sandbox surfaces as an internal error of GraalPy: SecurityException, mostly.
    return "tried what the sandbox refuses";
  }
}
