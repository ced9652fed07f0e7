package io.postern.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where a verb speaks.
 *
 * @param out data
 * @param err messages
 * @param log lines of events, unbuffered: standard output as well, but an error of it is seen
 * @param colourOut whether {@code out} is a screen that shows colours
 * @param colourErr the same of {@code err}
 */
public record Console(
    PrintStream out, PrintStream err, OutputStream log, boolean colourOut, boolean colourErr) {
  /** The process's own streams. */
  public static Console ofProcess(Map<String, String> environment) {
    // System.console() is there if both input and output are a screen; errors usually go to the
    // same one.
    java.io.Console screen = System.console();
    // no-color.org: any value that isn't empty says no.
    boolean wanted =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean colour = wanted && screen != null && screen.isTerminal();
    return new Console(
        System.out, System.err, new FileOutputStream(FileDescriptor.out), colour, colour);
  }

  /** A message on {@code err}, with our name before it. */
  public void say(String message) {
    err.println("postern: " + printable(message));
  }

  /**
   * Text that may hold what stands in an operator's file: no control character of it reaches the
   * screen.
   */
  public static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean hidden =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              if (hidden) {
                safe.append(String.format(java.util.Locale.ROOT, "\\u{%x}", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
