package io.postern.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/** How cost grows, as a picture (SVG): one panel a curve, what is varied by powers of ten. */
final class Curves {
  /** One point: what is varied, and the cost of a unit. */
  record Point(long at, double cost) {}

  /** One curve. */
  record Curve(String with, String unit, List<Point> points) {}

  private static final int COLUMNS = 2;
  private static final int PANEL_WIDTH = 420;
  private static final int PANEL_HEIGHT = 220;
  private static final int LEFT = 50;
  private static final int TOP = 40;
  private static final int WIDTH = 330;
  private static final int HEIGHT = 140;
  private static final String OURS = "#b3472a";

  private Curves() {}

  static String svg(List<Curve> curves) {
    int lines = (curves.size() + COLUMNS - 1) / COLUMNS;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="11">
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(COLUMNS * PANEL_WIDTH, lines * PANEL_HEIGHT));
    for (int i = 0; i < curves.size(); i++) {
      panel(svg, curves.get(i), i % COLUMNS * PANEL_WIDTH, i / COLUMNS * PANEL_HEIGHT);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void panel(StringBuilder svg, Curve curve, int x, int y) {
    List<Point> points = curve.points();
    double low = Math.log10((double) points.getFirst().at());
    double high = Math.log10((double) points.getLast().at());
    double most = points.stream().mapToDouble(Point::cost).max().orElse(1) * 1.15;
    text(svg, x + LEFT, y + 16, "with " + curve.with(), "font-weight=\"bold\" font-size=\"13\"");
    text(svg, x + LEFT, y + 31, curve.unit(), "fill=\"#666\"");
    svg.append(
        "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#666\"/>%n"
            .formatted(x + LEFT, y + TOP, y + TOP + HEIGHT, x + LEFT + WIDTH));
    text(svg, x + LEFT - 4, y + TOP + HEIGHT, "0", "text-anchor=\"end\"");
    text(
        svg,
        x + LEFT - 4,
        y + TOP + 8,
        String.format(Locale.ROOT, most < 10 ? "%.2f" : "%.0f", most),
        "text-anchor=\"end\"");
    StringBuilder line = new StringBuilder();
    for (Point point : points) {
      int px = x + LEFT + 10;
      if (high > low) {
        px += (int) ((Math.log10((double) point.at()) - low) / (high - low) * (WIDTH - 30));
      }
      int py = y + TOP + HEIGHT - (int) (point.cost() / most * HEIGHT);
      line.append(line.isEmpty() ? "M" : " L").append(px).append(' ').append(py);
      svg.append("<circle cx=\"%d\" cy=\"%d\" r=\"3\" fill=\"%s\"/>%n".formatted(px, py, OURS));
      text(svg, px, y + TOP + HEIGHT + 14, shortly(point.at()), "text-anchor=\"middle\"");
      text(
          svg,
          px,
          py - 7,
          String.format(Locale.ROOT, point.cost() < 10 ? "%.2f" : "%.0f", point.cost()),
          "text-anchor=\"middle\" fill=\"#666\"");
    }
    svg.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n"
            .formatted(line, OURS));
  }

  private static String shortly(long number) {
    if (number >= 1 << 20 && number % (1 << 20) == 0) {
      return number / (1 << 20) + " Mi";
    }
    if (number >= 1 << 10 && number % (1 << 10) == 0) {
      return number / (1 << 10) + " Ki";
    }
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static void text(StringBuilder svg, int x, int y, String words, String more) {
    svg.append("<text x=\"%d\" y=\"%d\" %s>%s</text>%n".formatted(x, y, more, words));
  }
}
