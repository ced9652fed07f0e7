package io.postern.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The comparison as a picture (SVG): for each mode, bars of processor time for each proxy. */
final class Plot {
  private static final int COLUMNS = 3;
  private static final int PANEL_WIDTH = 330;
  private static final int BAR = 15;
  private static final int HEAD = 34;
  private static final int NAME_WIDTH = 100;
  private static final int BAR_MAX = 165;

  /** What costs more is cut there, so that the others can be told apart. */
  private static final double CUT = 4;

  private static final String OURS = "#b3472a";
  private static final String OTHERS = "#8794a3";

  private Plot() {}

  static String svg(List<Report.Row> rows) {
    List<List<Report.Row>> panels = new ArrayList<>();
    Mode last = null;
    for (Report.Row row : rows) {
      if (row.peer().equals(Compare.DIRECT)) {
        continue;
      }
      if (!row.mode().equals(last)) {
        panels.add(new ArrayList<>());
        last = row.mode();
      }
      panels.getLast().add(row);
    }
    int most = panels.stream().mapToInt(List::size).max().orElse(1);
    int height = HEAD + most * BAR + 16;
    int lines = (panels.size() + COLUMNS - 1) / COLUMNS;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="11">
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(COLUMNS * PANEL_WIDTH + 10, lines * height + 10));
    for (int i = 0; i < panels.size(); i++) {
      panel(svg, panels.get(i), 10 + i % COLUMNS * PANEL_WIDTH, 10 + i / COLUMNS * height);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void panel(StringBuilder svg, List<Report.Row> rows, int x, int y) {
    Mode mode = rows.getFirst().mode();
    text(svg, x, y + 12, mode.name(), "font-weight=\"bold\" font-size=\"13\"");
    String unit =
        switch (mode.unit()) {
          case GIGABYTE -> "processor seconds for a GB";
          case COMMANDS_100K ->
              mode.work() == io.postern.benchmarks.load.Load.Work.CONNECT
                  ? "processor seconds for 100,000 sessions"
                  : "processor seconds for 100,000 commands";
        };
    text(svg, x, y + 26, unit, "fill=\"#666\"");
    double[] costs = rows.stream().mapToDouble(row -> row.cpu().median()).sorted().toArray();
    double scale = Math.min(costs[costs.length - 1], costs[costs.length / 2] * CUT);
    for (int i = 0; i < rows.size(); i++) {
      Report.Row row = rows.get(i);
      double cost = row.cpu().median();
      int top = y + HEAD + i * BAR;
      int width = (int) Math.max(1, Math.min(1, cost / scale) * BAR_MAX);
      text(svg, x + NAME_WIDTH - 5, top + 10, row.peer(), "text-anchor=\"end\"");
      svg.append(
          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n"
              .formatted(
                  x + NAME_WIDTH,
                  top,
                  width,
                  BAR - 4,
                  row.peer().equals(Compare.POSTERN) ? OURS : OTHERS));
      String number = String.format(Locale.ROOT, cost < 10 ? "%.2f" : "%.0f", cost);
      text(
          svg, x + NAME_WIDTH + width + 4, top + 10, cost > scale ? number + " (cut)" : number, "");
    }
  }

  private static void text(StringBuilder svg, int x, int y, String words, String more) {
    svg.append("<text x=\"%d\" y=\"%d\" %s>%s</text>%n".formatted(x, y, more, words));
  }
}
