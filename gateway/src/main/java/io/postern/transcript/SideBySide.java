package io.postern.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * Two talks, one beside the other: left what the transcript says, right what happened. What is too
 * long for its column goes on below; behind the first difference stands a mark.
 */
public final class SideBySide {
  /** What a line shows, for colours. */
  public enum Kind {
    HEAD,
    SAME,
    DIFFERENT,
    MARK
  }

  /** One line for the screen, no wider than was asked for. */
  public record Line(Kind kind, String text) {}

  /** Narrower columns than this say nothing. */
  private static final int COLUMN_MIN = 24;

  /** Mark and line number. */
  private static final int MARGIN = 8;

  private static final String BETWEEN = " | ";
  private static final String NOTHING = "(nothing)";

  private final int left;
  private final int right;
  private final List<Line> lines = new ArrayList<>();
  private boolean marked;

  private SideBySide(int left, int right) {
    this.left = left;
    this.right = right;
  }

  /** The rows for a screen of that many columns. */
  public static List<Line> lines(List<Row> rows, int width) {
    int both = Math.max(2 * COLUMN_MIN, width - MARGIN - BETWEEN.length());
    int needed = rows.stream().mapToInt(row -> row.expected().length() + 1).max().orElse(0);
    // Where both are cut they are cut at the same place, so that the eye can compare them.
    int left = Math.clamp(needed, COLUMN_MIN, both / 2);
    SideBySide made = new SideBySide(left, left < both / 2 ? both - left : left);
    made.line(Kind.HEAD, " ", "", "THE TRANSCRIPT", "WHAT HAPPENED");
    rows.forEach(made::row);
    return List.copyOf(made.lines);
  }

  private void row(Row row) {
    String expected = row.expected().isEmpty() ? NOTHING : row.expected();
    String happened = row.happened().isEmpty() ? NOTHING : row.happened();
    Kind kind = row.same() ? Kind.SAME : Kind.DIFFERENT;
    int at = row.same() || marked ? -1 : difference(row);
    int pieces = Math.max(pieces(expected, left), pieces(happened, right));
    for (int i = 0; i < pieces; i++) {
      line(
          kind,
          row.same() ? " " : ">",
          i == 0 && row.line() > 0 ? Integer.toString(row.line()) : "",
          piece(expected, i, left),
          piece(happened, i, right));
      String markLeft = mark(at, i, left);
      String markRight = mark(at, i, right);
      if (!markLeft.isEmpty() || !markRight.isEmpty()) {
        line(Kind.MARK, " ", "", markLeft, markRight);
        marked = true;
      }
    }
  }

  /** The first character that differs; -1 where one side is nothing at all. */
  private static int difference(Row row) {
    String left = row.expected();
    String right = row.happened();
    if (left.isEmpty() || right.isEmpty()) {
      return -1;
    }
    int at = 0;
    while (at < left.length() && at < right.length() && left.charAt(at) == right.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String mark(int at, int piece, int column) {
    return at >= 0 && at / column == piece ? " ".repeat(at % column) + "^" : "";
  }

  private static int pieces(String text, int column) {
    return (text.length() + column - 1) / column;
  }

  private static String piece(String text, int index, int column) {
    int from = Math.min(text.length(), index * column);
    return text.substring(from, Math.min(text.length(), from + column));
  }

  private void line(Kind kind, String mark, String number, String expected, String happened) {
    String padded = expected + " ".repeat(left - expected.length());
    lines.add(
        new Line(
            kind,
            ("%s %5s ".formatted(mark, number) + padded + BETWEEN + happened).stripTrailing()));
  }
}
