package io.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Rows of words as lines whose columns stand below each other. */
final class Columns {
  private static final String GAP = "  ";

  private Columns() {}

  /** A row of titles, and one for each thing. */
  static <T> List<String> lines(
      List<String> titles, List<T> things, Function<? super T, List<String>> row) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(titles);
    things.forEach(thing -> rows.add(row.apply(thing)));
    return lines(rows);
  }

  /** All rows have as many words as the first. */
  static List<String> lines(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
