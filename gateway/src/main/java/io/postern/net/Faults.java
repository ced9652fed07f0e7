package io.postern.net;

/**
 * An exception as text for our own log: class and frames. Never its message, which may quote a
 * peer.
 */
final class Faults {
  /** Enough to find the place; a stack overflow has thousands. */
  private static final int FRAMES_MAX = 24;

  private Faults() {}

  /** Class and frames on one line. */
  static String text(Throwable fault) {
    StringBuilder text = new StringBuilder(fault.getClass().getName());
    int frames = 0;
    for (StackTraceElement frame : fault.getStackTrace()) {
      if (frames++ == FRAMES_MAX) {
        break;
      }
      text.append(frames == 1 ? " at " : " < ").append(place(frame));
    }
    return text.toString();
  }

  /** Class and the first place in our own code. */
  static String shortly(Throwable fault) {
    String name = fault.getClass().getName();
    for (StackTraceElement frame : fault.getStackTrace()) {
      if (frame.getClassName().startsWith("io.postern.")) {
        return name + " at " + place(frame);
      }
    }
    return name;
  }

  private static String place(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1)
        + "."
        + frame.getMethodName()
        + ":"
        + frame.getLineNumber();
  }
}
