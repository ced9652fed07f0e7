package io.postern.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    boolean wanted = wantsColour(environment);
    return new Console(
        System.out,
        System.err,
        new FileOutputStream(FileDescriptor.out),
        wanted && isScreen(1),
        wanted && isScreen(2));
  }

  /**
   * Colours unless somebody says no: no-color.org, where any value that isn't empty does, and
   * screens that have none.
   */
  static boolean wantsColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /** Whether a descriptor is a screen. Java itself only tells it of input and output together. */
  private static boolean isScreen(int descriptor) {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException notLinux) {
      return System.console().isTerminal();
    }
  }

  /** A message on {@code err}, with our name before it. */
  public void say(String message) {
    err.println("postern: " + printable(message));
  }

  /** Lines of a result, each made {@link #printable}. */
  void print(List<String> lines) {
    lines.forEach(line -> out().println(printable(line)));
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
