package io.postern.python;

import io.postern.policy.PolicyFailure;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.PolyglotException.StackFrame;

/**
 * What Python's own {@code except} doesn't see: interrupts, the walls of the sandbox, exhaustion.
 */
final class Failures {
  private Failures() {}

  static PolicyFailure of(PolyglotException e, PythonSource source) {
    return new PolicyFailure(what(e), place(e, source));
  }

  static String what(PolyglotException e) {
    if (e.isInterrupted() || e.isCancelled()) {
      return "was interrupted";
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

  /** The innermost line of the policy. */
  static String place(PolyglotException e, PythonSource source) {
    for (StackFrame frame : e.getPolyglotStackTrace()) {
      if (frame.isGuestFrame()
          && frame.getSourceLocation() != null
          && frame.getSourceLocation().getSource().getName().equals(source.file())) {
        return source.place(frame.getSourceLocation().getStartLine(), frame.getRootName());
      }
    }
    return source.place(0, "");
  }
}
