package io.postern.net;

import java.util.List;

/** Finds the policy's own file and line in a stack trace. */
final class PolicyPlace {
  /** Frames of the platform and of the engine between a policy's code and its caller. */
  private static final List<String> OURS =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "io.postern.imap.",
          "io.postern.wire.",
          "io.postern.policy.",
          "io.postern.notation.",
          // The engine of policies in Python: their own places come with their failures.
          "io.postern.python.",
          "org.graalvm.",
          "com.oracle.",
          "io.postern.net.PolicyCall",
          "io.postern.net.PolicyTask",
          "io.postern.net.PolicyRunner",
          "io.postern.net.WarmUp");

  private PolicyPlace() {}

  /** {@code FILE:LINE} of the innermost frame that is the policy's; empty if none is. */
  static String of(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getFileName() != null && frame.getLineNumber() > 0 && !isOurs(frame)) {
        return frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }

  private static boolean isOurs(StackTraceElement frame) {
    for (String prefix : OURS) {
      if (frame.getClassName().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
