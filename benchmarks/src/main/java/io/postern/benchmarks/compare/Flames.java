package io.postern.benchmarks.compare;

import java.util.Locale;
import java.util.Map;

/**
 * Stacks as a picture (SVG): callers below, what they call above them, as wide as their share of
 * the time. The outermost frames that all have in common are left out.
 */
final class Flames {
  private static final int WIDTH = 1_100;
  private static final int ROW = 16;
  private static final int HEAD = 30;

  /** What is narrower isn't drawn. */
  private static final double PIXELS_MIN = 2;

  private static final double PIXELS_A_LETTER = 6.2;
  private static final String[] COLOURS = {"#e8c9a0", "#e3b488", "#d99a6c", "#e6bfa0"};

  private final StringBuilder boxes = new StringBuilder();
  private final long nanos;
  private int deepest;

  private Flames(long nanos) {
    this.nanos = nanos;
  }

  static String svg(String title, Stacks stacks) {
    Stacks.Node from = stacks.root();
    while (from.callees().size() == 1) {
      from = from.callees().values().iterator().next();
    }
    Flames flames = new Flames(stacks.root().nanos());
    flames.children(from, 0, 0);
    int height = HEAD + (flames.deepest + 1) * ROW + 10;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 %3$d %1$d %2$d" font-family="sans-serif" font-size="10">
    <rect y="%3$d" width="100%%" height="100%%" fill="white"/>
    <text x="6" y="%4$d" font-size="13" font-weight="bold">%5$s</text>
    %6$s</svg>
    """
        .formatted(WIDTH, height, -height, 18 - height, title, flames.boxes);
  }

  private void children(Stacks.Node node, double x, int row) {
    double at = x;
    for (Map.Entry<String, Stacks.Node> one : node.callees().entrySet()) {
      double width = (double) WIDTH * one.getValue().nanos() / nanos;
      if (width >= PIXELS_MIN) {
        box(one.getKey(), one.getValue().nanos(), at, width, row);
        children(one.getValue(), at, row + 1);
      }
      at += width;
    }
  }

  private void box(String name, long part, double x, double width, int row) {
    deepest = Math.max(deepest, row);
    int y = -(row + 1) * ROW - 5;
    String safe = name.replace("<", "&lt;").replace(">", "&gt;");
    boxes.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s: %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                + " fill=\"%s\"/>",
            safe,
            100.0 * part / nanos,
            x,
            y,
            Math.max(1, width - 0.5),
            ROW - 1,
            COLOURS[Math.floorMod(name.hashCode(), COLOURS.length)]));
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
