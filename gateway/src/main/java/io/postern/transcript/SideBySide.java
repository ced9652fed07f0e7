package io.postern.transcript;

/** Two talks, one beside the other: left what the transcript says, right what was heard. */
final class SideBySide {
  private static final int WIDTH = 72;

  /** Earlier rows that are shown above the difference. */
  private static final int ROWS_MAX = 40;

  private final java.util.ArrayDeque<String> rows = new java.util.ArrayDeque<>();

  void both(String text) {
    row(" ", text, text);
  }

  void rows(String left, String right) {
    row(left.equals(right) ? " " : ">", left, right);
  }

  private void row(String mark, String left, String right) {
    if (rows.size() == ROWS_MAX) {
      rows.remove();
    }
    String cutLeft = left.length() > WIDTH ? left.substring(0, WIDTH - 3) + "..." : left;
    rows.add((mark + " %-" + WIDTH + "s | %s").formatted(cutLeft, right));
  }

  @Override
  public String toString() {
    return ("  %-" + WIDTH + "s | %s\n").formatted("THE TRANSCRIPT", "WHAT HAPPENED")
        + String.join("\n", rows);
  }
}
