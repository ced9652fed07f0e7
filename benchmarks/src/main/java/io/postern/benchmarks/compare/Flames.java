package io.postern.benchmarks.compare;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Stacks as a picture (SVG): callers below, what they call above them, as wide as their share of
 * the time. The outermost frames that nearly all have in common are left out.
 */
final class Flames {
  private static final int WIDTH = 1_100;
  private static final int ROW = 16;
  private static final int HEAD = 30;

  /** What is narrower isn't drawn. */
  private static final double PIXELS_MIN = 2.5;

  /**
   * Frames that have so much of their callers' time tell nothing, as long as they are the
   * outermost.
   */
  private static final double COMMON = 0.95;

  private static final String LEGEND =
      "blue: the system; red: the session; sand: the gateway around it; green: functions of"
          + " policies; violet: TLS; grey: Netty and Java";

  private static final double PIXELS_A_LETTER = 6.2;

  private final StringBuilder boxes = new StringBuilder();
  private final long nanos;
  private int deepest;

  private Flames(long nanos) {
    this.nanos = nanos;
  }

  static String svg(String title, Stacks stacks) {
    Flames flames = new Flames(stacks.root().nanos());
    flames.children(outermost(stacks.root()), 0, 0);
    int height = HEAD + (flames.deepest + 1) * ROW + 10;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 %3$d %1$d %2$d" font-family="sans-serif" font-size="10">
    <rect y="%3$d" width="100%%" height="100%%" fill="white"/>
    <text x="6" y="%4$d" font-size="13" font-weight="bold">%5$s</text>
    <text x="150" y="%4$d" fill="#666">%7$s</text>
    %6$s</svg>
    """
        .formatted(WIDTH, height, -height, 18 - height, title, flames.boxes, LEGEND);
  }

  private static Stacks.Node outermost(Stacks.Node root) {
    Stacks.Node from = root;
    for (Optional<Stacks.Node> next = Optional.of(root); next.isPresent(); ) {
      from = next.get();
      double enough = from.nanos() * COMMON;
      next =
          from.callees().values().stream().filter(callee -> callee.nanos() >= enough).findFirst();
    }
    return from;
  }

  private static String colour(Part part) {
    return switch (part) {
      case WAITING, WRITING, READING, OPENING, WAKING -> "#9fb8cf";
      case SESSION -> "#d98f6c";
      case POLICY -> "#8fbf8f";
      case GATEWAY -> "#e8c98a";
      case TLS -> "#b9a0c9";
      case LOG -> "#c9c0a0";
      case NETTY, OTHER -> "#dddddd";
    };
  }

  private void children(Stacks.Node node, double x, int row) {
    double at = x;
    for (Map.Entry<String, Stacks.Node> one : node.callees().entrySet()) {
      double width = (double) WIDTH * one.getValue().nanos() / nanos;
      if (width >= PIXELS_MIN) {
        box(one.getKey(), one.getValue(), at, width, row);
        children(one.getValue(), at, row + 1);
      }
      at += width;
    }
  }

  private void box(String name, Stacks.Node node, double x, double width, int row) {
    deepest = Math.max(deepest, row);
    int y = -(row + 1) * ROW - 5;
    String safe = name.replace("<", "&lt;").replace(">", "&gt;");
    boxes.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s: %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                + " fill=\"%s\"/>",
            safe,
            100.0 * node.nanos() / nanos,
            x,
            y,
            Math.max(1, width - 0.5),
            ROW - 1,
            colour(node.part())));
    int letters = (int) ((width - 4) / PIXELS_A_LETTER);
    if (letters > 3) {
      String label = name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
      boxes.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\">%s</text>",
              x + 2,
              y + ROW - 5,
              label.replace("<", "&lt;").replace(">", "&gt;")));
    }
    boxes.append("</g>\n");
  }
}
